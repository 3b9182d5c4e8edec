// AES-GCM for libsrtp by OpenSSL. Debian's libsrtp leaves it to NSS, by way of PKCS #11: a sixth of the
// worker's time, and what a viewer costs is mostly packets.

#include <new>
#include <openssl/evp.h>
#include <srtp2/cipher.h>
#include <srtp2/srtp.h>

// The library's own implementations, with the test vectors that any other has to pass before it may take their place.
extern "C" const srtp_cipher_type_t srtp_aes_gcm_128;
extern "C" const srtp_cipher_type_t srtp_aes_gcm_256;
extern "C" const srtp_cipher_type_t srtp_aes_icm_128;

namespace
{
	constexpr int IvLen{ 12 };
	constexpr int SaltLen{ 12 };

	// Looked up once: without it OpenSSL does so for every stream of every viewer.
	const EVP_CIPHER* const Aes128{ EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr) };
	const EVP_CIPHER* const Aes256{ EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr) };

	struct Gcm
	{
		srtp_cipher_t cipher{};
		EVP_CIPHER_CTX* ctx{ EVP_CIPHER_CTX_new() };
		const EVP_CIPHER* algorithm{ nullptr };
		int tagLen{ 0 };
		bool isEncrypting{ true };

		~Gcm()
		{
			EVP_CIPHER_CTX_free(this->ctx);
		}
	};

	Gcm* of(void* state)
	{
		return static_cast<Gcm*>(state);
	}

	srtp_err_status_t okIf(bool isDone, srtp_err_status_t otherwise = srtp_err_status_cipher_fail)
	{
		return isDone ? srtp_err_status_ok : otherwise;
	}

	srtp_err_status_t allocGcm(srtp_cipher_t** cipher, int keyLen, int tagLen);

	srtp_err_status_t deallocGcm(srtp_cipher_t* cipher)
	{
		delete of(cipher->state);

		return srtp_err_status_ok;
	}

	// The salt behind the key is the business of whoever makes the initialization vectors.
	srtp_err_status_t initGcm(void* state, const uint8_t* key)
	{
		const auto* gcm = of(state);

		return okIf(
		  EVP_CipherInit_ex(gcm->ctx, gcm->algorithm, nullptr, key, nullptr, 1) == 1 &&
		    EVP_CIPHER_CTX_ctrl(gcm->ctx, EVP_CTRL_AEAD_SET_IVLEN, IvLen, nullptr) == 1,
		  srtp_err_status_init_fail);
	}

	srtp_err_status_t setIv(void* state, uint8_t* iv, srtp_cipher_direction_t direction)
	{
		auto* gcm         = of(state);
		gcm->isEncrypting = direction == srtp_direction_encrypt;

		return okIf(
		  EVP_CipherInit_ex(gcm->ctx, nullptr, nullptr, nullptr, iv, gcm->isEncrypting ? 1 : 0) == 1);
	}

	// Takes bytes in: ones that are only authenticated if there is nowhere for them to go.
	srtp_err_status_t update(const Gcm* gcm, uint8_t* to, const uint8_t* from, int len)
	{
		int done{ 0 };

		return okIf(len == 0 || EVP_CipherUpdate(gcm->ctx, to, &done, from, len) == 1);
	}

	srtp_err_status_t setAad(void* state, const uint8_t* aad, uint32_t len)
	{
		return update(of(state), nullptr, aad, static_cast<int>(len));
	}

	srtp_err_status_t encrypt(void* state, uint8_t* buffer, unsigned int* len)
	{
		const auto* gcm = of(state);

		return gcm->isEncrypting ? update(gcm, buffer, buffer, static_cast<int>(*len)) : srtp_err_status_bad_param;
	}

	srtp_err_status_t getTag(void* state, uint8_t* tag, uint32_t* len)
	{
		const auto* gcm = of(state);
		uint8_t rest[EVP_MAX_BLOCK_LENGTH];
		int restLen{ 0 };

		*len = static_cast<uint32_t>(gcm->tagLen);

		return okIf(
		  EVP_CipherFinal_ex(gcm->ctx, rest, &restLen) == 1 &&
		  EVP_CIPHER_CTX_ctrl(gcm->ctx, EVP_CTRL_AEAD_GET_TAG, gcm->tagLen, tag) == 1);
	}

	// What is to be decrypted ends with its tag.
	srtp_err_status_t decrypt(void* state, uint8_t* buffer, unsigned int* len)
	{
		const auto* gcm = of(state);

		if (gcm->isEncrypting || *len < static_cast<unsigned int>(gcm->tagLen))
		{
			return srtp_err_status_bad_param;
		}

		const auto textLen = static_cast<int>(*len) - gcm->tagLen;
		uint8_t rest[EVP_MAX_BLOCK_LENGTH];
		int restLen{ 0 };

		if (
		  EVP_CIPHER_CTX_ctrl(gcm->ctx, EVP_CTRL_AEAD_SET_TAG, gcm->tagLen, buffer + textLen) != 1 ||
		  update(gcm, buffer, buffer, textLen) != srtp_err_status_ok)
		{
			return srtp_err_status_cipher_fail;
		}

		*len = static_cast<unsigned int>(textLen);

		return okIf(EVP_CipherFinal_ex(gcm->ctx, rest, &restLen) == 1, srtp_err_status_auth_fail);
	}

	srtp_cipher_type_t byOpenSsl(const srtp_cipher_type_t& own, srtp_cipher_type_id_t id)
	{
		return { allocGcm,
			       deallocGcm,
			       initGcm,
			       setAad,
			       encrypt,
			       decrypt,
			       setIv,
			       getTag,
			       "AES-GCM by OpenSSL",
			       own.test_data,
			       id };
	}

	const srtp_cipher_type_t gcm128 = byOpenSsl(srtp_aes_gcm_128, SRTP_AES_GCM_128);
	const srtp_cipher_type_t gcm256 = byOpenSsl(srtp_aes_gcm_256, SRTP_AES_GCM_256);

	srtp_err_status_t allocGcm(srtp_cipher_t** cipher, int keyLen, int tagLen)
	{
		const bool is128 = keyLen == EVP_CIPHER_get_key_length(Aes128) + SaltLen;
		const bool is256 = keyLen == EVP_CIPHER_get_key_length(Aes256) + SaltLen;

		if ((!is128 && !is256) || (tagLen != 8 && tagLen != 16))
		{
			return srtp_err_status_bad_param;
		}

		auto* gcm = new (std::nothrow) Gcm();

		if (gcm == nullptr || gcm->ctx == nullptr)
		{
			delete gcm;

			return srtp_err_status_alloc_fail;
		}

		gcm->algorithm = is128 ? Aes128 : Aes256;
		gcm->tagLen    = tagLen;
		gcm->cipher    = { is128 ? &gcm128 : &gcm256, gcm, keyLen, is128 ? SRTP_AES_GCM_128 : SRTP_AES_GCM_256 };
		*cipher        = &gcm->cipher;

		return srtp_err_status_ok;
	}
} // namespace

// In place of the library's own. What does not pass the library's tests is not taken, and its own goes on.
srtp_err_status_t srtp_init_with_openssl()
{
	const auto status = srtp_init();

	if (status == srtp_err_status_ok)
	{
		srtp_replace_cipher_type(&gcm128, SRTP_AES_GCM_128);
		srtp_replace_cipher_type(&gcm256, SRTP_AES_GCM_256);

		// Keys are still derived by NSS, which loads its libraries anew when nobody has used it for a moment, in 2 ms for
		// each viewer who comes. A cipher that is never given back keeps it there.
		static srtp_cipher_t* kept{ nullptr };
		srtp_cipher_type_alloc(&srtp_aes_icm_128, &kept, SRTP_AES_ICM_128_KEY_LEN_WSALT, 0);
	}

	return status;
}
