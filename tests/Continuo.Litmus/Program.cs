using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Litmus;
using Continuo.Litmus.Lifetime;
using Continuo.Litmus.Model;

if (args is ["model"]) return ModelRun.Run();
if (args is ["stray"]) return LifetimeRun.Stray();
if (args is ["lifetime", ..])
{
    var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
    return LifetimeRun.Run(args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000, seed);
}

// A memory-ordering litmus for the ring. Exit code 0: passed; 1: a violation; 2: inconclusive, because the deliberately
// broken copy was not caught (which is not a pass); 3: cannot run here.
const int Frames = 16;
const int Capacity = 4;
const int Readers = 3;
const long ControlOperations = 200_000_000;
var format = new AudioFormat(48_000, 2);

var operations = 1_000_000_000L;
if (args.Length > 1
    || (args.Length == 1 && !long.TryParse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out operations)))
{
    Console.Error.WriteLine("usage: litmus [OPERATIONS]    (default 1000000000)\n       litmus model | lifetime [COUNT [SEED]] | stray");
    return 3;
}

if (Environment.ProcessorCount < 2)
{
    Console.Error.WriteLine("litmus: one processor cannot show an ordering violation; run it on two or more");
    return 3;
}

Console.WriteLine(
    $"ring of {Capacity} chunks × {Frames} stereo frames, 1 writer, {Readers} readers, "
    + $"{Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}");

using (var broken = new BrokenRing(Frames * 2, Capacity))
{
    var control = new LitmusRun(broken, Frames * 2, Readers);
    control.Run(ControlOperations);
    if (control.Violation is null)
    {
        Console.WriteLine($"inconclusive: the broken copy passed {control.Operations:N0} operations uncaught");
        return 2;
    }

    Console.WriteLine($"control: the broken copy was caught after {control.Operations:N0} operations ({control.Violation})");
}

using var ring = new RealRing(format, Frames, Capacity);
var run = new LitmusRun(ring, Frames * 2, Readers);
var time = Stopwatch.StartNew();
var next = operations / 10;
run.Run(operations, done =>
{
    if (done < next) return;
    next += operations / 10;
    Console.Error.WriteLine($"{100.0 * done / operations:0} %  {done / time.Elapsed.TotalSeconds / 1e6:0.0} M operations/s");
});
if (run.Violation is { } violation)
{
    Console.WriteLine($"violation after {run.Operations:N0} operations: {violation}");
    return 1;
}

if (run.Laps == 0)
{
    Console.WriteLine("inconclusive: no reader was ever lapped");
    return 2;
}

Console.WriteLine(
    $"passed: {run.Operations:N0} operations, {run.Laps:N0} chunks lapped, every read whole, all sums right, "
    + $"{time.Elapsed.TotalSeconds:0.0} s");
return 0;
