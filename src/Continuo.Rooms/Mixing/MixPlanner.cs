using Continuo.Mixing;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// Assigns listeners to mixes: listeners without changes share the common mix, one with changes gets a mix of its own, and equal mixes are
/// joined again. Guarded by the room's control lock; its results reach the tick as one command.
/// </summary>
internal sealed class MixPlanner(RoomOptions options, MixRender common)
{
    private readonly List<MixRender> _renders = [common];
    private readonly Dictionary<SpeakerLane, float> _wanted = [];
    private List<Action> _changes = [];
    private MixEncoder[] _common = [];
    private bool _rendersChanged;

    /// <summary>Number of mixes, the common one included.</summary>
    public int Count => _renders.Count;

    /// <summary>Assigns a listener who joins.</summary>
    public void Add(RoomListener listener, IReadOnlyList<RoomSpeaker> speakers)
    {
        Join(listener, CommonEncoder(MixEncoding.Of(listener.Options)));
        Update(listener, speakers, isNew: true);
    }

    /// <summary>Removes a listener.</summary>
    public void Remove(RoomListener listener)
    {
        Leave(listener);
        listener.Plan.Encoder = null;
    }

    /// <summary>Brings a listener's mix up to its settings.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="speakers">All speakers in the room.</param>
    /// <param name="isNew">Whether the listener has heard nothing yet, so that no gain needs a ramp.</param>
    /// <param name="joining">A speaker that has not been heard yet, and needs no ramp either.</param>
    public void Update(RoomListener listener, IReadOnlyList<RoomSpeaker> speakers, bool isNew = false, SpeakerLane? joining = null)
    {
        _wanted.Clear();
        foreach (var speaker in speakers)
        {
            var change = listener.Plan.GainOf(speaker) - 1;
            if (change != 0) _wanted.Add(speaker.Lane, change);
        }

        var encoder = listener.Plan.Encoder!;
        var render = encoder.Render;
        if (render.IsCommon || encoder.Members.Length > 1 || render.Encoders.Length > 1)
        {
            if (Matches(render)) return;
            Split(listener, encoder, isNew, joining);
            return;
        }

        Move(render, isNew, joining);
    }

    /// <summary>Removes corrections of speakers that have left, mixes without listeners, and joins equal mixes.</summary>
    /// <returns>What is no longer used once the changes have been applied.</returns>
    public List<MixEncoder> Tidy()
    {
        foreach (var render in _renders)
        {
            if (!Array.Exists(render.Planned, c => c.Lane.IsGone)) continue;
            SetCorrections(render, Array.FindAll(render.Planned, c => !c.Lane.IsGone));
        }

        Merge();
        List<MixEncoder> unused = [];
        for (var i = _renders.Count - 1; i > 0; i--)
        {
            var render = _renders[i];
            if (Array.Exists(render.Encoders, e => e.Members.Length > 0)) continue;
            unused.AddRange(render.Encoders);
            _renders.RemoveAt(i);
            _rendersChanged = true;
        }

        return unused;
    }

    /// <summary>Whether any mix changes the volume of a speaker.</summary>
    public bool IsChanged(SpeakerLane lane) => _renders.Exists(r => Array.Exists(r.Planned, c => c.Lane == lane && c.Target != 0));

    /// <summary>The changes since the last call as one command; <see langword="null"/> if there are none.</summary>
    public RoomCommand? Take()
    {
        if (_changes.Count == 0 && !_rendersChanged) return null;
        var (changes, renders) = (_changes, _rendersChanged ? _renders.ToArray() : null);
        (_changes, _rendersChanged) = ([], false);
        return new RoomCommand(tick =>
        {
            foreach (var change in changes) change();
            if (renders is not null) tick.SetRenders(renders);
        });
    }

    private static string Key(MixRender render)
    {
        var parts = render.Planned.Where(c => c.Target != 0 && !c.Lane.IsGone)
            .OrderBy(c => c.Lane.Speaker.Number)
            .Select(c => FormattableString.Invariant($"{c.Lane.Speaker.Number}:{BitConverter.SingleToInt32Bits(c.Target)}"));
        return string.Join(' ', parts);
    }

    private bool Matches(MixRender render)
    {
        var found = 0;
        foreach (var correction in render.Planned)
        {
            if (correction.Lane.IsGone || correction.Target == 0) continue;
            if (!_wanted.TryGetValue(correction.Lane, out var wanted) || wanted != correction.Target) return false;
            found++;
        }

        return found == _wanted.Count;
    }

    private void Split(RoomListener listener, MixEncoder from, bool isNew, SpeakerLane? joining)
    {
        var render = new MixRender(options, isCommon: false);
        var corrections = new List<Correction>();
        foreach (var old in from.Render.Planned)
        {
            // begins where the old mix is, and moves to what is wanted
            if (!old.Lane.IsGone && old.Target != 0 && !isNew) corrections.Add(new Correction(old.Lane, Ramp(old.Target)));
        }

        render.Planned = [.. corrections];
        if (!from.Render.IsCommon) render.Origin = from.Render;
        var encoder = new MixEncoder(render, from.Encoding, CommonEncoder(from.Encoding));
        render.Encoders = [encoder];
        _renders.Add(render);
        _rendersChanged = true;
        Leave(listener);
        Join(listener, encoder);
        Move(render, isNew, joining);
    }

    private void Move(MixRender render, bool isNew, SpeakerLane? joining)
    {
        var corrections = new List<Correction>(render.Planned.Length + _wanted.Count);
        foreach (var correction in render.Planned)
        {
            if (correction.Lane.IsGone) continue;
            corrections.Add(correction);
            var target = _wanted.Remove(correction.Lane, out var wanted) ? wanted : 0;
            if (target == correction.Target) continue;
            correction.Target = target;
            _changes.Add(() => correction.Ramp.MoveTo(target));
        }

        foreach (var (lane, wanted) in _wanted)
        {
            var isUnheard = isNew || lane == joining;
            var correction = new Correction(lane, Ramp(isUnheard ? wanted : 0)) { Target = wanted };
            corrections.Add(correction);
            if (!isUnheard) _changes.Add(() => correction.Ramp.MoveTo(wanted));
        }

        SetCorrections(render, [.. corrections]);
    }

    private void SetCorrections(MixRender render, Correction[] corrections)
    {
        render.Planned = corrections;
        _changes.Add(() => render.Corrections = corrections);
    }

    private GainRamp Ramp(float gain) => new(options.Format.Channels, GainRamp.FramesAt(options.Format.SampleRate), gain);

    private MixEncoder CommonEncoder(MixEncoding encoding)
    {
        var found = Array.Find(_common, e => e.Encoding == encoding);
        if (found is not null) return found;
        found = new MixEncoder(common, encoding, null);
        var encoders = _common = [.. _common, found];
        _changes.Add(() => common.Encoders = encoders);
        return found;
    }

    private void Join(RoomListener listener, MixEncoder encoder)
    {
        RoomListener[] members = [.. encoder.Members, listener];
        encoder.Members = members;
        listener.Plan.Encoder = encoder;
        _changes.Add(() => encoder.Listeners = members);
    }

    private void Leave(RoomListener listener)
    {
        if (listener.Plan.Encoder is not { } encoder) return;
        var members = Array.FindAll(encoder.Members, m => m != listener);
        encoder.Members = members;
        _changes.Add(() => encoder.Listeners = members);
    }

    /// <summary>
    /// Joins mixes with equal corrections and encodings. Their audio is the same once their ramps have ended, which they have if nothing
    /// changed since the last call; only the packets then come from another encoder.
    /// </summary>
    private void Merge()
    {
        Dictionary<string, MixRender> seen = [];
        foreach (var render in _renders)
        {
            var key = Key(render);
            var isSteady = key == render.LastKey;
            render.LastKey = key;
            if (!isSteady || render.Encoders.Length == 0) continue;
            if (render.IsCommon || seen.TryAdd(key, render)) continue;
            Merge(render, seen[key]);
        }
    }

    private void Merge(MixRender render, MixRender into)
    {
        foreach (var encoder in render.Encoders)
        {
            var target = Array.Find(into.Encoders, e => e.Encoding == encoder.Encoding);
            if (target is null) continue; // another encoding: it keeps its own mix
            foreach (var member in encoder.Members)
            {
                Leave(member);
                Join(member, target);
            }
        }
    }
}
