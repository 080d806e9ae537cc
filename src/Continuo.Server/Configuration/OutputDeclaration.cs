namespace Continuo.Server.Configuration;

/// <summary>An output of the configuration: streams that are played to a device.</summary>
/// <param name="Streams">Names of the streams, mixed.</param>
/// <param name="To">Address of the sink.</param>
/// <param name="GainDb">Gain of the mix.</param>
internal sealed record OutputDeclaration(IReadOnlyList<string> Streams, string To, double GainDb)
{
    public bool Equals(OutputDeclaration? other) =>
        other is not null && Streams.SequenceEqual(other.Streams) && To == other.To && GainDb == other.GainDb;

    public override int GetHashCode() => HashCode.Combine(Streams.Count, To, GainDb);
}
