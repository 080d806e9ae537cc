using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Live;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>A channel that is one source, and so one person.</summary>
internal sealed class SourceChannel(ChannelDeclaration declaration, Room room, AudioSystem system, Action<string> tell)
    : DeskChannel(declaration, room, tell)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Id, string Name)> Persons => [(Declaration.Name, Declaration.PersonName ?? Declaration.Name)];

    /// <inheritdoc/>
    protected override async Task UseAsync(CancellationToken stop)
    {
        var options = new StreamOptions { SampleRate = Room.Options.Format.SampleRate };
        await using var stream = AudioStream.Open(Declaration.Address, options, system);
        stop.ThrowIfCancellationRequested();
        var format = Room.Options.Format.WithChannels(Math.Min(2, stream.Format.Channels));
        var input = new LiveSpeakerInput(LiveInput.Open(stream, format, LiveInputOptions.Default.WithResampling()));
        var (id, name) = Persons[0];
        var speaker = Room.AddSpeaker(Declaration.Person(id, name), input);
        try
        {
            stream.Start();
            MarkOpen();
            await stream.Ended.WaitAsync(stop).ConfigureAwait(false);
            if (stream.Health == StreamHealth.Failed) throw stream.Failure ?? Lost();
        }
        finally
        {
            speaker.Leave();
        }
    }

    private AudioException Lost() => new(AudioErrorCode.InputOutput, Address, "it failed", "Check the source");
}
