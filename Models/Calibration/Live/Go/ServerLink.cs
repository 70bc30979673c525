namespace GmpSim.Calibration.Live.Go;

/// <summary>A connection as the server sees it.</summary>
/// <param name="Socket">Its end.</param>
/// <param name="Clock">When the client had written its last request.</param>
/// <param name="Request">What the client says of the request that it sends.</param>
/// <param name="ResponseBytes">Bytes of a response.</param>
internal sealed record ServerLink(int Socket, SendClock Clock, SentRequest Request, int ResponseBytes);
