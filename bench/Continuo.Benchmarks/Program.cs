using BenchmarkDotNet.Running;
using Continuo.Benchmarks;

// `quick [NAME]` runs the plain stopwatch loops, everything else is BenchmarkDotNet's (`--filter '*Mix*' --job short`).
if (args is ["quick", ..]) QuickRuns.Run(args.Length > 1 ? args[1] : "");
else BenchmarkSwitcher.FromAssembly(typeof(QuickRuns).Assembly).Run(args);
