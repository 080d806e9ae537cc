using System.Globalization;
using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Engine;

/// <summary>
/// The inputs of an <see cref="AudioEngine"/> by number: those in the mix, and those removed from it that the current block may still use.
/// </summary>
/// <remarks>Thread-safe; its lock is never taken by an audio thread.</remarks>
internal sealed class InputTable(Mixer mixer, MixThread mix) : IDisposable
{
    private readonly Lock _control = new();
    private readonly List<EngineInput> _inputs = []; // in order of their numbers
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

    /// <summary>Number of blocks with missing audio, over all current inputs.</summary>
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

    /// <summary>The same, for application streams only.</summary>
    public long LateStreamBlocks
    {
        get
        {
            lock (_control)
            {
                var late = 0L;
                foreach (var input in _inputs)
                {
                    if (input.Kind == Statistics.EngineInputKind.Stream) late += input.LateBlocks;
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
    /// <param name="channels">Channels of the input.</param>
    /// <param name="settings">Initial settings.</param>
    /// <param name="fadeIn">Whether it fades in, because its audio may begin anywhere.</param>
    /// <param name="make">Creates the input from its number and its track.</param>
    /// <exception cref="AudioException">There are too many inputs, or a value is out of range.</exception>
    public T Add<T>(string name, int channels, TrackSettings? settings, bool fadeIn, Func<int, MixTrack, T> make)
        where T : EngineInput
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(AudioEngine));
            if (_inputs.Count >= AudioEngine.MaxInputs)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, $"the engine already has {AudioEngine.MaxInputs} inputs",
                    "Close some");
            }

            var input = make(++_lastId, mixer.AddTrack(name, channels, settings: settings, fadeIn: fadeIn));
            _inputs.Add(input);
            mix.Inputs = [.. _inputs];
            return input;
        }
    }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is no such input.</exception>
    public EngineInput Find(int id) => Next(id - 1) is { } input && input.Id == id
        ? input
        : throw new AudioException(AudioErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"input {id}"),
            "the engine has no such input", "Use one of its inputs");

    /// <summary>The input with the lowest number above <paramref name="id"/>.</summary>
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
    /// Removes ended inputs, detects dead writers, and disposes inputs that the mix no longer uses. Does not allocate in steady state.
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

    /// <summary>Disposes all inputs. Call after the mix has ended.</summary>
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
                // The block after the one in progress at the removal is rendered without the input.
                if (mix.Blocks < input.RemovedAt + 2) continue;
                _leaving.Remove(input);
                return input;
            }
        }

        return null;
    }
}
