using Continuo.Audio;
using Continuo.Engine.Client;

namespace Continuo.Engine.Tests;

/// <summary>An engine inside the test, whose device is stepped.</summary>
internal sealed class EngineFixture : IDisposable
{
    public const int Block = 96;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="pieces">In how many pieces the device wants a block.</param>
    public EngineFixture(int pieces = 1)
    {
        Sink = new StepSink { Pieces = pieces };
        Engine = new AudioEngine(EngineOptions.Default with { BlockFrames = Block }, Sink.System);
        Engine.Start();
    }

    public StepSink Sink { get; }

    public AudioEngine Engine { get; }

    public void Dispose()
    {
        Sink.LetGo();
        Engine.Dispose();
    }

    /// <summary>Writes silence for ever, on a thread of its own, and returns with what ended it.</summary>
    public static Task<AudioException> WriteUntilItFails(EngineWriter stream)
    {
        return Task.Run(() => Assert.Throws<AudioException>((Action)Write));

        void Write()
        {
            while (true) stream.Write(new float[960]);
        }
    }

    public static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it never came to be");
}
