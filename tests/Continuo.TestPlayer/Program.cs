using System.Diagnostics;
using System.Globalization;
using Continuo.TestPlayer;

// An application that plays tones through several streams of its own, opened and closed at different times:
//   Continuo.TestPlayer SINK START:SECONDS:HERTZ:AMPLITUDE:PRELUDE...
// Times are in seconds from its beginning. A stream with a prelude, in hertz, begins with 100 ms of that. It plays to the server in PULSE_SERVER.
var sink = args[0];
var began = Stopwatch.GetTimestamp();
var players = args[1..].Select(text =>
{
    var parts = text.Split(':').Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();
    var thread = new Thread(() => TonePlayer.Play(sink, began, parts[0], parts[1], parts[2], parts[3], parts[4]));
    thread.Start();
    return thread;
}).ToArray();
foreach (var player in players) player.Join();
