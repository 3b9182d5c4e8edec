#pragma once

// The calls of libsrtp 3 that the worker makes, on the libsrtp 2 that Debian has.

// Version 3 has this name for something else: a handle.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

srtp_err_status_t srtp_init_with_openssl();
#define srtp_init srtp_init_with_openssl

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Version 2 ends at 27.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct srtp_policy_ctx_t
{
	srtp2_policy_t policy{};
	// Version 2 keeps a pointer to the key in the policy and expects the salt right behind it.
	uint8_t key[SRTP_MAX_KEY_LEN]{};
};
using srtp_policy_t = srtp_policy_ctx_t*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) srtp_policy_ctx_t();

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const auto status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	return status != srtp_err_status_ok
	         ? status
	         : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen)
{
	if (keyLen + saltLen > sizeof(policy->key) || mkiLen != 0)
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->policy.key = policy->key;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
	policy->policy.window_size = static_cast<unsigned long>(size);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, &policy->policy);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

// Version 2 works in place; version 3 reads from one buffer and writes into another, which may be the same.
template<typename InPlace>
srtp_err_status_t srtp_in_buffer(
  InPlace inPlace, const uint8_t* from, size_t fromLen, uint8_t* to, size_t* toLen, size_t grows)
{
	if (fromLen + grows > *toLen)
	{
		return srtp_err_status_buffer_small;
	}
	if (from != to)
	{
		std::memcpy(to, from, fromLen);
	}

	int len           = static_cast<int>(fromLen);
	const auto status = inPlace(to, &len);

	*toLen = static_cast<size_t>(len);

	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	const auto inPlace = [=](void* data, int* len) { return srtp_protect(session, data, len); };

	return srtp_in_buffer(inPlace, rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	const auto inPlace = [=](void* data, int* len) { return srtp_protect_rtcp(session, data, len); };

	// The packet's index, of four bytes, comes on top.
	return srtp_in_buffer(inPlace, rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	const auto inPlace = [=](void* data, int* len) { return srtp_unprotect(session, data, len); };

	return srtp_in_buffer(inPlace, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	const auto inPlace = [=](void* data, int* len) { return srtp_unprotect_rtcp(session, data, len); };

	return srtp_in_buffer(inPlace, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}
