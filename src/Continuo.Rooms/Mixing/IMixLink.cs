namespace Continuo.Rooms.Mixing;

/// <summary>A link to the same room on another node, as the tick sees it.</summary>
internal interface IMixLink
{
    /// <summary>Name of the other node.</summary>
    string Node { get; }

    /// <summary>Whether someone there talks over the others.</summary>
    bool TalksOver { get; }

    /// <summary>Chooses what is read in this tick. Before any speaker is read.</summary>
    void Begin();

    /// <summary>Sends this tick's audio. When the sum has been made.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="common">The sum of all.</param>
    /// <param name="lanes">The speakers of the tick.</param>
    /// <param name="talksOver">Whether someone who did not come through this link talks over the others.</param>
    void Send(long tick, MixRender common, ReadOnlySpan<SpeakerLane> lanes, bool talksOver);
}
