using Continuo.Mumble.Tests.Servers;
using Continuo.Rooms;

namespace Continuo.Mumble.Tests.Gateway;

/// <summary>A listener of a room.</summary>
internal sealed class RoomEar : IListenerOutput
{
    private readonly ToneWindow _window = new();

    public void Deliver(in RoomBlock block) => _window.Add(block.Samples);

    public double Amplitude(double hertz) => _window.Amplitude(hertz);

    public void Hears(double hertz, double amplitude) => _window.Hears(hertz, amplitude);

    public void HearsAtLeast(double hertz, double amplitude) => _window.HearsAtLeast(hertz, amplitude);

    public void DoesNotHear(double hertz) => _window.DoesNotHear(hertz);
}
