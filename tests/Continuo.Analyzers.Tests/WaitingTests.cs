namespace Continuo.Analyzers.Tests;

public sealed class WaitingTests
{
    [Fact]
    public void Locks_of_every_kind_are_found() => Snippet.Check("""
        readonly object gate = new(); readonly Lock modern = new(); SpinLock spin; int n;
        [RealTime] void Statement() { lock (gate) n++; } // CTN008
        [RealTime] void Modern() { lock (modern) n++; } // CTN008
        [RealTime] void Enter() => Monitor.Enter(gate); // CTN008
        [RealTime] void Pulse() => Monitor.PulseAll(gate); // CTN008
        [RealTime] void Slim(SemaphoreSlim s) => s.Wait(); // CTN008
        [RealTime] void Release(SemaphoreSlim s) => s.Release(); // CTN008
        [RealTime] void Mutex(Mutex m) => m.ReleaseMutex(); // CTN008
        [RealTime] void Readers(ReaderWriterLockSlim l) => l.EnterReadLock(); // CTN008
        [RealTime] void Spin() { bool taken = false; spin.Enter(ref taken); } // CTN008
        [RealTime] bool Scope() { using (modern.EnterScope()) return true; } // CTN008 CTN008
        """);

    [Fact]
    public void Waits_of_every_kind_are_found() => Snippet.Check("""
        [RealTime] void Sleep() => Thread.Sleep(1); // CTN009
        [RealTime] void Spin() => Thread.SpinWait(1); // CTN009
        [RealTime] void Join(Thread t) => t.Join(); // CTN009
        [RealTime] void Handle(ManualResetEvent e) => e.WaitOne(); // CTN009
        [RealTime] void Set(AutoResetEvent e) => e.Set(); // CTN009
        [RealTime] void Slim(ManualResetEventSlim e) => e.Wait(); // CTN009
        [RealTime] void Wait(Task t) => t.Wait(); // CTN009
        [RealTime] int Result(Task<int> t) => t.Result; // CTN009
        [RealTime] void Awaiter(Task t) => t.GetAwaiter().GetResult(); // CTN009 CTN009
        [RealTime] void Start(TaskCompletionSource s) => s.SetResult(); // CTN009
        [RealTime] void Enqueue(System.Collections.Concurrent.ConcurrentQueue<int> q) => q.Enqueue(1); // CTN009
        """);

    [Fact]
    public void Atomic_operations_and_looking_at_a_token_are_no_waits() => Snippet.Check("""
        int n; volatile bool stop;
        [RealTime] int Atomic(CancellationToken token)
        {
            Interlocked.Increment(ref n);
            Volatile.Write(ref n, Volatile.Read(ref n) + 1);
            Interlocked.MemoryBarrier();
            return stop || token.IsCancellationRequested ? 1 : 0;
        }
        """);

    [Fact]
    public void Every_await_is_found() => Snippet.Check("""
        [RealTime] async Task Plain(Task t) => await t; // CTN010
        [RealTime] async Task Each(IAsyncEnumerable<int> items)
        {
            await foreach (var item in items) { } // CTN010
        }
        [RealTime] async Task Scope(IAsyncDisposable d)
        {
            await using (d) { } // CTN010
        }
        """);

    [Fact]
    public void Iterators_are_found() => Snippet.Check("""
        [RealTime] IEnumerable<int> Items()
        {
            yield return 1; // CTN011
            yield break; // CTN011
        }
        """);

    [Fact]
    public void Input_output_and_logging_are_found() => Snippet.Check("""
        static readonly System.Diagnostics.Metrics.Meter meter = new("m");
        [RealTime] void Print() => Console.WriteLine(); // CTN012
        [RealTime] void Write(Stream s, byte[] b) => s.Write(b, 0, 1); // CTN012
        [RealTime] bool Exists(string path) => File.Exists(path); // CTN012
        [RealTime] void Send(System.Net.Sockets.Socket s, byte[] b) => s.Send(b); // CTN012
        [RealTime] void Traced() => Trace.WriteLine("x"); // CTN012
        [RealTime] void Debugged() => Debug.WriteLine("x"); // CTN012
        [RealTime] void Measured(System.Diagnostics.Metrics.Counter<long> c) => c.Add(1); // CTN012
        """);

    [Fact]
    public void Throwing_is_found_and_guards_against_our_own_bugs_are_not() => Snippet.Check("""
        bool closed;
        [RealTime] int Statement(int i) { if (i < 0) throw new InvalidOperationException("negative " + i); return i; } // CTN013
        [RealTime] int Arm(int i) => i switch { 0 => 1, _ => throw new InvalidOperationException() }; // CTN013
        [RealTime] int Guarded(int i) { ObjectDisposedException.ThrowIf(closed, this); ArgumentOutOfRangeException.ThrowIfNegative(i); if (i > 9) ThrowTooLarge(); return i; }
        [RealTime] int Local(int i) { if (i < 0) Fail(); return i; [DoesNotReturn] static void Fail() => throw new InvalidOperationException("negative"); }
        [DoesNotReturn] static void ThrowTooLarge() => throw new InvalidOperationException("too large");
        """);

    [Fact]
    public void Catching_is_found_and_finally_is_not() => Snippet.Check("""
        int depth;
        [RealTime] void Catch()
        {
            try { depth++; }
            catch (InvalidOperationException) { depth = 0; } // CTN014
            finally { depth--; }
        }
        [RealTime] void Finally() { try { depth++; } finally { depth--; } }
        """);
}
