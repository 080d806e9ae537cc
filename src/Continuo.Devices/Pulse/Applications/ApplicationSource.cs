using System.Numerics;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Sources;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Captures an application (<c>app:</c>), or everything that the machine plays (<c>system:</c>, <c>system:?exclude=</c>): each sink input
/// by its own record stream, all mixed on one timeline. New streams are attached, ended ones released, and streams that move to another
/// sink are attached again. Audio of other applications is never captured. Of the whole system, the outputs of filters are omitted, because
/// their inputs are already captured (<see cref="FilterMap"/>).
/// </summary>
internal sealed class ApplicationSource : IAudioSource
{
    private const int WindowSeconds = 3;

    private readonly PulseConnection _connection;
    private readonly SourceRequest _request;
    private readonly AudioAddress _address;
    private readonly ApplicationMatcher? _wanted;
    private readonly ApplicationMatcher? _unwanted;
    private readonly ApplicationPresence? _presence;
    private readonly List<ApplicationInput> _inputs = [];
    private readonly List<PulseSinkInput> _news = [];
    private readonly List<PulseClient> _newClients = [];
    private readonly Dictionary<uint, PulseClient> _clients = [];
    private readonly FilterMap _filters;
    private readonly LatencyHolds _holds;
    private GCHandle _newsHandle;
    private GCHandle _clientsHandle;
    private InputMixer _mixer;
    private InputLineup<ApplicationInput>? _lineup;
    private int _fragmentFrames;
    private bool _isOpen;
    private bool _isPlaying;
    private bool _isIdle;
    private bool _wasOpen;
    private bool _holdsLatency;

    public ApplicationSource(AudioAddress address, SourceRequest request, string? server)
    {
        _address = address;
        _request = request;
        _wanted = address.Scheme == "app" ? new ApplicationMatcher(address.Target) : null;
        _unwanted = address.Option("exclude") is { Length: > 0 } exclude ? new ApplicationMatcher(exclude) : null;
        _connection = new PulseConnection(server, "Continuo");
        _presence = _wanted is null ? null : new ApplicationPresence(_connection, _wanted, address, request);
        _filters = new FilterMap(_connection);
        _holds = new LatencyHolds(_connection);
        Format = request.Complete(AudioFormat.Default);
        Description = address.Text;
        PulseLimits.Check(address.Text, Format);
        _mixer = new InputMixer(Format, Format.SampleRate * WindowSeconds);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What is not asked for is as the sink has it to which the application plays, or the default sink: the server converts nothing then.
    /// </remarks>
    public AudioFormat Format { get; private set; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <summary>Frames that arrived too late to be mixed at their position.</summary>
    public long LateFrames => _mixer.LateFrames;

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _connection.Rearm();
        var deadline = _request.Clock.DeadlineIn(_request.WaitForAppearance ?? TimeSpan.Zero);
        _connection.Connect(_address.Text);
        try
        {
            _connection.Subscribe(_address.Text, PulseFacility.SinkInput, PulseFacility.Client, PulseFacility.Sink, PulseFacility.Source,
                PulseFacility.SourceOutput);
            var server = PulseQueries.Server(_connection, _address.Text);
            _connection.HasContextPerStream = PulseNames.IsPipeWire(server);
            _connection.PrepareSpares();
            _holdsLatency = !PulseNames.IsPipeWire(server);
            UpdateSinks();
            _newsHandle = GCHandle.Alloc(_news);
            _clientsHandle = GCHandle.Alloc(_newClients);
            if (!_wasOpen) _presence?.Await(deadline, sinksChanged: UpdateSinks);
            foreach (var client in PulseQueries.Clients(_connection, _address.Text)) _clients[client.Index] = client;
            var inputs = PulseQueries.SinkInputs(_connection, _address.Text);
            if (!_wasOpen) Format = _request.Complete(OwnFormat(server, inputs));
            PulseLimits.Check(_address.Text, Format);
            PrepareFor(server);
            foreach (var input in inputs) Update(input);
            Description = $"{Subject()} on {PulseNames.Of(server)}";
            (_isOpen, _wasOpen) = (true, true);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The edge of real-time code: it runs libpulse's loop, and follows what changes on the server. What it does with audio is marked.
    /// </remarks>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (!_isOpen) return SourceRead.Lost;
        var clock = _request.Clock;
        var deadline = clock.DeadlineIn(timeout);
        while (true)
        {
            var frames = _mixer.Read(destination, clock.Now, out var captureTime, out var gap);
            if (frames > 0) return new SourceRead(SourceStatus.Data, frames, captureTime, gap, gap > 0 ? GapReason.Device : GapReason.None);
            if (_connection.IsInterrupted) return SourceRead.Nothing;

            var before = clock.Now;
            // A change to silence is reported at once; continued silence at the end of the timeout.
            var handled = _connection.Iterate(_isIdle || _isPlaying ? deadline - before : 0);
            if (handled < 0 || !_connection.IsUp)
            {
                Close();
                return SourceRead.Lost;
            }

            if (_connection.HasEvents || _news.Count > 0 || _newClients.Count > 0) FollowEvents();
            if (_filters.TakeAnswer()) FollowFilters();
            var due = Collect(_connection.Waited, drained: handled == 0);
            _isPlaying = due || !_mixer.IsEmpty;
            if (_isPlaying) _isIdle = false;
            if (handled > 0 || (before < deadline && (_isPlaying || _isIdle))) continue;
            _isIdle = !_isPlaying;
            if (_isIdle && _presence?.HasExited(before, isHeard: _inputs.Exists(i => i.IsOurs), _clients.Values) == true)
            {
                return SourceRead.End;
            }

            return _isPlaying ? SourceRead.Nothing : SourceRead.Idle(before);
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _connection.Interrupt();

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Delivers the record streams' audio to the mixer. Returns whether any stream is expected to deliver.
    private bool Collect(long waited, bool drained)
    {
        var (due, attaching) = (false, false);
        _lineup?.Compare(CollectionsMarshal.AsSpan(_inputs), waited);
        for (var i = _inputs.Count - 1; i >= 0; i--)
        {
            var input = _inputs[i];
            input.Stream.Follow();
            Observe(input, waited > PulseLimits.WaitedNanoseconds);
            while (input.IsOurs && input.Stream.TryPeek(out var samples, out var hole))
            {
                if (_lineup?.IsSettled(input, _request.Clock.Now) == false) break;
                if (hole > 0)
                {
                    _mixer.Skip(input.Place, hole);
                    input.Stream.Take(hole);
                    continue;
                }

                var frames = Math.Min(samples.Length / Format.Channels, _mixer.RoomFor(input.Place));
                if (frames == 0) break;
                _mixer.Deliver(input.Place, samples[..(frames * Format.Channels)], input.Stream.CaptureTime);
                input.Stream.Take(frames);
            }

            if (input.Stream.IsClosed) LoseStream(i);
            else if (input.HasEnded && drained) Release(i);
            else (due, attaching) = (due || input.IsPlaying, attaching || input.IsAttaching);
        }

        if (!attaching) _connection.PrepareSpares();
        return due;
    }

    // A delivery takes several iterations, and only the first waits. PipeWire does not report the device's time, so only arrivals show that
    // the graph was delayed.
    [RealTime]
    private void Observe(ApplicationInput input, bool waited)
    {
        var before = input.Stream.SeenEnd;
        input.HasWaited = waited || (input.HasWaited && _lineup is not null);
        input.Stream.Observe(_request.Clock, input.HasWaited);
        if (input.Stream.SeenEnd > before) input.HasWaited = false;
    }

    // Handles events of the server; not part of the audio path.
    private void FollowEvents()
    {
        if (_connection.TakeOverflow()) PulseQueries.BeginSinkInputs(_connection, _newsHandle);
        while (_connection.TryTakeEvent(out var happened))
        {
            if (happened.Facility == PulseFacility.Client)
            {
                if (happened.Kind == PulseEventKind.Remove) _clients.Remove(happened.Index);
                else PulseQueries.BeginClient(_connection, happened.Index, _clientsHandle);
            }
            else if (happened is { Kind: PulseEventKind.Remove, Facility: PulseFacility.SinkInput })
            {
                var gone = Find(happened.Index);
                if (gone < 0) continue;
                _inputs[gone].HasEnded = true;
                _mixer.Expect(_inputs[gone].Place, false);
            }
            else if (happened.Facility != PulseFacility.SinkInput)
            {
                // Our own recording is one of the source outputs, so they are queried only if there is a filter.
                if (happened.Facility == PulseFacility.SourceOutput ? _filters.HasGroups : happened.Kind == PulseEventKind.New)
                {
                    _filters.Ask();
                }
            }
            else
            {
                // Attached before its owner is known, so that not even its first samples are missed.
                if (happened.Kind == PulseEventKind.New && Find(happened.Index) < 0) Attach(happened.Index);
                PulseQueries.BeginSinkInput(_connection, happened.Index, _newsHandle);
            }
        }

        foreach (var client in _newClients)
        {
            var isNew = !_clients.ContainsKey(client.Index);
            _clients[client.Index] = client;
            // A stream may have appeared before its owner's name.
            if (isNew && Belongs(client.Owner)) PulseQueries.BeginSinkInputs(_connection, _newsHandle);
        }

        foreach (var input in _news) Update(input);
        _newClients.Clear();
        _news.Clear();
    }

    // Applies the server's answer about sinks and filters.
    private void FollowFilters()
    {
        if (_holdsLatency) _holds.Follow(_filters.Sinks);
        if (_wanted is null) PulseQueries.BeginSinkInputs(_connection, _newsHandle);
    }

    // Handles a sink input as currently described by the server: attaches it if it is ours and not attached yet.
    private void Update(PulseSinkInput news)
    {
        var known = Find(news.Index);
        if (_wanted is null && _filters.IsRepetition(news.Group) is not false and var repeats)
        {
            if (known >= 0 && (repeats == true || _inputs[known].IsOurs)) Release(known);
            return;
        }

        if (known < 0 || !_inputs[known].IsOurs)
        {
            if (!Belongs(OwnerOf(news)))
            {
                if (known >= 0) Release(known);
                return;
            }

            if (known < 0) known = Attach(news.Index);
            _inputs[known].IsOurs = true;
        }

        _inputs[known].Sink = news.Sink;
        _inputs[known].IsCorked = news.Corked;
        _mixer.Expect(_inputs[known].Place, !news.Corked);
    }

    // PipeWire's graph runs in periods that are powers of two. Fragments of such a size arrive whole, as soon as a period is over.
    private void PrepareFor(PulseServer server)
    {
        var isPipeWire = PulseNames.IsPipeWire(server);
        var chunk = _request.ChunkFramesAt(Format.SampleRate);
        _fragmentFrames = isPipeWire ? 1 << BitOperations.Log2((uint)chunk) : chunk;
        _mixer = new InputMixer(Format, Format.SampleRate * WindowSeconds);
        _lineup = isPipeWire ? new InputLineup<ApplicationInput>(_mixer, Format.SampleRate / 1000) : null;
    }

    private string Subject() =>
        _wanted is not null
        ? _address.Target
        : _unwanted is null ? "everything that plays" : $"everything but {_address.Option("exclude")}";

    private AudioFormat OwnFormat(PulseServer server, List<PulseSinkInput> inputs)
    {
        var input = _wanted is null ? null : inputs.Find(i => Belongs(OwnerOf(i)));
        var sink = _filters.Sinks.FirstOrDefault(s => input is null ? s.Name == server.DefaultSink : s.Index == input.Sink);
        return sink?.Format ?? AudioFormat.Default;
    }

    private PulseOwner OwnerOf(PulseSinkInput input) =>
        _clients.TryGetValue(input.Client, out var client) ? input.Owner.Or(client.Owner) : input.Owner;

    private int Find(uint index) => _inputs.FindIndex(i => i.Index == index);

    private int Attach(uint index)
    {
        var stream = new RecordStream(_connection, Format, _fragmentFrames, null, index, isMonitor: true);
        _inputs.Add(new ApplicationInput(index, stream, _mixer.Add()));
        return _inputs.Count - 1;
    }

    // The server has ended a record stream: its sink input has ended as well, or has moved to another sink and is attached again.
    private void LoseStream(int at)
    {
        var (index, again) = (_inputs[at].Index, _inputs[at] is { HasEnded: false, Stream.WasReady: true });
        Release(at);
        if (again) PulseQueries.BeginSinkInput(_connection, index, _newsHandle);
    }

    private void Release(int at)
    {
        _mixer.Remove(_inputs[at].Place);
        _inputs[at].Stream.Dispose();
        _inputs.RemoveAt(at);
    }

    private bool Belongs(PulseOwner owner) =>
        (_wanted is null || _wanted.Matches(owner)) && (_unwanted is null || !_unwanted.Matches(owner));

    private void UpdateSinks()
    {
        _filters.Load(_address.Text);
        if (_holdsLatency) _holds.Follow(_filters.Sinks);
    }

    private void Close()
    {
        (_isOpen, _isPlaying, _isIdle) = (false, false, false);
        for (var i = _inputs.Count - 1; i >= 0; i--) Release(i);
        _holds.Dispose();
        _connection.Close();
        _filters.Dispose();
        if (_newsHandle.IsAllocated) _newsHandle.Free();
        if (_clientsHandle.IsAllocated) _clientsHandle.Free();
        _news.Clear();
        _newClients.Clear();
        _clients.Clear();
        _mixer = new InputMixer(Format, Format.SampleRate * WindowSeconds);
    }
}
