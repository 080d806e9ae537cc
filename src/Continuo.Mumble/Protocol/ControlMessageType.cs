namespace Continuo.Mumble.Protocol;

/// <summary>Kind of a message on the control channel: its first two bytes.</summary>
internal enum ControlMessageType : ushort
{
    Version = 0,

    /// <summary>A voice packet as on UDP, unencrypted; no Protobuf.</summary>
    UdpTunnel = 1,
    Authenticate = 2,
    Ping = 3,
    Reject = 4,
    ServerSync = 5,
    ChannelRemove = 6,
    ChannelState = 7,
    UserRemove = 8,
    UserState = 9,
    TextMessage = 11,
    PermissionDenied = 12,
    CryptSetup = 15,
    PermissionQuery = 20,
    CodecVersion = 21,
    ServerConfiguration = 24,
}
