/** Offers a stream to another page; `complete` takes its answer. Nothing is in between. */
export async function offer(stream: MediaStream) {
  const connection = new RTCPeerConnection();
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  await connection.setLocalDescription();
  await gathered(connection);
  return {
    description: connection.localDescription as RTCSessionDescription,
    complete: (answer: RTCSessionDescriptionInit) => connection.setRemoteDescription(answer),
    close: () => connection.close(),
  };
}

/** Takes an offer; gives the answer, and the stream when it comes. */
export async function accept(description: RTCSessionDescriptionInit) {
  const connection = new RTCPeerConnection();
  const stream = new Promise<MediaStream>((resolve) => {
    connection.ontrack = ({ streams }) => resolve(streams[0] as MediaStream);
  });
  await connection.setRemoteDescription(description);
  await connection.setLocalDescription();
  await gathered(connection);
  return {
    description: connection.localDescription as RTCSessionDescription,
    stream,
    report: () => connection.getStats(),
    close: () => connection.close(),
  };
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
    connection.onicegatheringstatechange = look;
    look();
  });
}
