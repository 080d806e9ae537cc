// Logs the loudness of an application each second, as its listeners hear it: LoudnessLog app:spotify [seconds]
// EBU R 128: momentary (0.4 s), short-term (3 s), integrated since the start; true peak.
using System.Globalization;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Metering;
using Continuo.Streams;

if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("Usage: LoudnessLog ADDRESS [SECONDS]");
    return 2;
}

try
{
    await using var stream = AudioStream.Open(args[0], system: new AudioSystem().UseAll());
    stream.HealthChanged += (_, change) => Console.Error.WriteLine($"{change.Now}: {change.Reason}");
    var meter = new AudioMeter(stream.Format, MeterParts.Loudness | MeterParts.TruePeak);
    var second = 1;
    var last = args.Length == 2 ? int.Parse(args[1], CultureInfo.InvariantCulture) : int.MaxValue;
    var done = new TaskCompletionSource();

    // On a thread of the subscription's own. Counts the audio's seconds, not the clock's: a gap is part of them.
    using var metering = stream.Subscribe((in AudioChunk chunk) =>
    {
        if (!chunk.Gap.IsEmpty) meter.Rejoin();
        meter.Process(chunk.Samples);
        if (chunk.Position + chunk.Frames < (long)second * chunk.Format.SampleRate || second > last) return;
        var loudness = meter.Loudness!;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{second,5} s  {loudness.Momentary,6:0.0} {loudness.ShortTerm,6:0.0} {loudness.Integrated,6:0.0} LUFS  "
                    + $"{meter.TruePeak!.MaxDb,6:0.0} dBTP"));
        if (second++ == last) done.TrySetResult();
    });
    stream.Start();
    await Task.WhenAny(done.Task, stream.Ended);
    return stream.Health == StreamHealth.Failed ? 1 : 0;
}
catch (AudioException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
