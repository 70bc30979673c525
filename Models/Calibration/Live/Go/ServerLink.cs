namespace GmpSim.Calibration.Live.Go;

/// <summary>A connection as the server sees it.</summary>
/// <param name="Socket">Its end.</param>
/// <param name="Clock">When the client had written its last request.</param>
/// <param name="RequestBytes">Bytes of a request.</param>
/// <param name="ResponseBytes">Bytes of a response.</param>
internal sealed record ServerLink(int Socket, SendClock Clock, int RequestBytes, int ResponseBytes);
