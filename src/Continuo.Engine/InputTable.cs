using System.Globalization;
using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Engine;

/// <summary>
/// The inputs of an <see cref="AudioEngine"/>, by number: what is mixed, and what has been taken out but may still be in a block's hands.
/// </summary>
/// <remarks>Thread-safe; its lock is never taken by an audio thread.</remarks>
internal sealed class InputTable(Mixer mixer, MixThread mix) : IDisposable
{
    private readonly Lock _control = new();
    private readonly List<EngineInput> _inputs = []; // in the order of their numbers
    private readonly List<EngineInput> _leaving = [];
    private int _lastId;
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_control) return _inputs.Count;
        }
    }

    /// <summary>Blocks in which audio was missing, over all inputs that are there now.</summary>
    public long LateBlocks
    {
        get
        {
            lock (_control)
            {
                var late = 0L;
                foreach (var input in _inputs) late += input.LateBlocks;
                return late;
            }
        }
    }

    /// <summary>The same, of applications' streams alone.</summary>
    public long LateStreamBlocks
    {
        get
        {
            lock (_control)
            {
                var late = 0L;
                foreach (var input in _inputs)
                {
                    if (input.Kind == Reports.EngineInputKind.Stream) late += input.LateBlocks;
                }

                return late;
            }
        }
    }

    public IReadOnlyList<EngineInput> ToList()
    {
        lock (_control) return [.. _inputs];
    }

    /// <param name="name">Display name.</param>
    /// <param name="channels">What it brings.</param>
    /// <param name="settings">To begin with.</param>
    /// <param name="fadeIn">Whether it fades in, because it may begin with anything.</param>
    /// <param name="make">Makes the input from its number and its track.</param>
    /// <exception cref="AudioException">There are too many, or a value is out of range.</exception>
    public T Add<T>(string name, int channels, TrackSettings? settings, bool fadeIn, Func<int, MixTrack, T> make)
        where T : EngineInput
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(AudioEngine));
            if (_inputs.Count >= AudioEngine.MaxInputs) throw new AudioException(AudioErrorCode.Unsupported, name, $"the engine has {AudioEngine.MaxInputs} inputs already", "Close some");
            var input = make(++_lastId, mixer.AddTrack(name, channels, settings: settings, fadeIn: fadeIn));
            _inputs.Add(input);
            mix.Inputs = [.. _inputs];
            return input;
        }
    }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none of this number.</exception>
    public EngineInput Find(int id) => Next(id - 1) is { } input && input.Id == id
        ? input
        : throw new AudioException(AudioErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"input {id}"), "the engine has no such input (any more)", "List the inputs that it has");

    /// <summary>The one with the lowest number above <paramref name="id"/>.</summary>
    public EngineInput? Next(int id)
    {
        lock (_control)
        {
            foreach (var input in _inputs)
            {
                if (input.Id > id) return input;
            }
        }

        return null;
    }

    public void Close(int id)
    {
        lock (_control)
        {
            var index = _inputs.FindIndex(i => i.Id == id);
            if (index < 0) return;
            var leaving = _inputs[index];
            _inputs.RemoveAt(index);
            mix.Inputs = [.. _inputs];
            mixer.Remove(leaving.Track);
            leaving.RemovedAt = mix.Blocks;
            _leaving.Add(leaving);
        }
    }

    /// <summary>
    /// Takes out what has ended, notices writers that have died, and lets go of what the mix has let go of. In steady state allocates
    /// nothing.
    /// </summary>
    public void Sweep()
    {
        lock (_control)
        {
            for (var i = _inputs.Count - 1; i >= 0; i--)
            {
                _inputs[i].Probe();
                if (_inputs[i].HasEnded) Close(_inputs[i].Id);
            }
        }

        // Not under the lock: a reader may have to wait for its disk.
        while (TakeUnmixed() is { } gone) gone.Dispose();
    }

    /// <summary>Lets go of everything. The mix has ended.</summary>
    public void Dispose()
    {
        lock (_control)
        {
            _isClosed = true;
            foreach (var input in _inputs.Concat(_leaving)) input.Dispose();
            _inputs.Clear();
            _leaving.Clear();
        }
    }

    private EngineInput? TakeUnmixed()
    {
        lock (_control)
        {
            foreach (var input in _leaving)
            {
                // The block after the one that was being rendered when the input left is rendered without it.
                if (mix.Blocks < input.RemovedAt + 2) continue;
                _leaving.Remove(input);
                return input;
            }
        }

        return null;
    }
}
