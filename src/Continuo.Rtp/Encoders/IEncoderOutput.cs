using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Encoders;

/// <summary>Receives the packets of a <see cref="StreamEncoder"/>, on the encoder's thread.</summary>
internal interface IEncoderOutput : IPacketWire
{
    /// <summary>The stream was disposed: there will be no more packets. On any thread; may be called again.</summary>
    void End();
}
