using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.Metering;
using Continuo.Playing;

namespace Continuo.Engine.Hosting;

/// <summary>Handles clients' requests for players. Transport commands and reports do not allocate.</summary>
internal static class PlayerRequests
{
    /// <summary>Opens a player.</summary>
    /// <exception cref="AudioException">The request is invalid, or there are too many inputs.</exception>
    public static EnginePlayer Open(AudioEngine engine, ref MessageReader reader)
    {
        var (parts, name) = ((MeterParts)reader.Byte(), reader.Text());
        reader.Require();
        if ((parts & ~MeterParts.All) != 0) throw RequestErrors.Bad("the meters are unknown");
        RequestErrors.CheckName(name);
        return engine.OpenPlayer(name, parts);
    }

    /// <summary>Handles a message about a player and writes the answer.</summary>
    /// <returns>Length of the answer; −1 if the message is not about a player.</returns>
    /// <exception cref="AudioException">The request cannot be fulfilled; the code names the reason.</exception>
    public static int Do(AudioEngine engine, EngineMessageType type, ref MessageReader reader, Span<byte> answer)
    {
        var writer = new MessageWriter(answer);
        switch (type)
        {
            case EngineMessageType.AddTrack:
                var (adding, settings, address) = (reader.Int32(), PlayerMessages.ReadSettings(ref reader), reader.Text());
                reader.Require();
                writer.Int32(engine.FindPlayer(adding).Add(AudioAddress.Parse(address), settings).Id);
                return writer.Length;
            case EngineMessageType.RemoveTrack:
                var (player, gone) = Track(engine, ref reader);
                player.Player.Remove(gone);
                return 0;
            case EngineMessageType.SetTrack:
                var (owner, set, wanted) = (reader.Int32(), reader.Int32(), PlayerMessages.ReadSettings(ref reader));
                reader.Require();
                engine.FindPlayer(owner).Find(set).Mix.Settings = wanted;
                return 0;
            case EngineMessageType.Transport:
                writer.Int64(Command(engine, ref reader));
                return writer.Length;
            case EngineMessageType.Detach:
                Player(engine, ref reader).IsDetached = true;
                return 0;
            case EngineMessageType.PlayerStatistics:
                return PlayerMessages.Write(answer, Player(engine, ref reader).GetPlayerStatistics());
            case EngineMessageType.TrackStatistics:
                return WriteTracks(engine, ref reader, writer);
            case EngineMessageType.TrackText:
                var (_, told) = Track(engine, ref reader);
                writer.Text(told.Name);
                writer.Text(told.Description);
                writer.Flag(told.Failure is not null);
                return told.Failure is { } failure ? writer.Length + EngineErrors.Write(answer[writer.Length..], failure) : writer.Length;
            default:
                return -1;
        }
    }

    private static EnginePlayer Player(AudioEngine engine, ref MessageReader reader)
    {
        var player = reader.Int32();
        reader.Require();
        return engine.FindPlayer(player);
    }

    private static (EnginePlayer Player, PlayerTrack Track) Track(AudioEngine engine, ref MessageReader reader)
    {
        var (id, track) = (reader.Int32(), reader.Int32());
        reader.Require();
        var player = engine.FindPlayer(id);
        return (player, player.Find(track));
    }

    private static long Command(AudioEngine engine, ref MessageReader reader)
    {
        var (id, action, first, second) = (reader.Int32(), (TransportAction)reader.Byte(), reader.Int64(), reader.Int64());
        reader.Require();
        var player = engine.FindPlayer(id).Player;
        switch (action)
        {
            case TransportAction.Play: return player.Play();
            case TransportAction.Pause: return player.Pause();
            case TransportAction.Resume: return player.Resume();
            case TransportAction.Stop: return player.Stop();
            case TransportAction.Seek: return player.Seek(first);
            case TransportAction.PlayFrom: return player.PlayFrom(first);
            case TransportAction.Loop:
                player.Loop = new LoopRegion(first, second);
                return player.CommandNumber;
            case TransportAction.EndLoop:
                player.Loop = null;
                return player.CommandNumber;
            default: throw RequestErrors.Bad("the transport action is unknown");
        }
    }

    private static int WriteTracks(AudioEngine engine, ref MessageReader reader, MessageWriter writer)
    {
        var (id, after) = (reader.Int32(), reader.Int32());
        reader.Require();
        var player = engine.FindPlayer(id);
        var tracks = player.Player.Tracks;
        var from = 0;
        while (from < tracks.Count && tracks[from].Id <= after) from++;
        var count = Math.Min(tracks.Count - from, (MessageHeader.MaxLength - sizeof(int)) / PlayerMessages.TrackReportBytes);
        writer.Int32(count);
        for (var i = from; i < from + count; i++) PlayerMessages.Write(ref writer, EnginePlayer.GetTrackStatistics(tracks[i]));
        return writer.Length;
    }
}
