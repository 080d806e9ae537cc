namespace Continuo.Analyzers.Tests;

public sealed class CoverageTests
{
    [Fact]
    public void Unmarked_code_is_free() => Snippet.Check("""
        object Make() => new object();
        int Wait(Task<int> t) { lock (this) return t.Result; }
        """);

    [Fact]
    public void A_mark_on_a_property_an_accessor_or_an_operator_covers_it() => Snippet.Check("""
        [RealTime] object Arrow => new object(); // CTN001
        [RealTime] object Body { get { return new object(); } } // CTN001
        object Getter { [RealTime] get => new object(); set { _ = new object(); } } // CTN001
        [RealTime] object this[int i] => new object(); // CTN001
        struct S { [RealTime] public static object operator +(S a, S b) => new object(); } // CTN001
        """);

    [Fact]
    public void A_mark_on_a_type_covers_its_members_but_not_the_making_of_a_class() => Snippet.Check("""
        [RealTime] class Marked
        {
            readonly float[] buffer = new float[480];
            static readonly object Shared = new();
            public Marked() => buffer = new float[960];
            public object Method() => new object(); // CTN001
            public class Nested { public object Method() => new object(); } // CTN001
        }
        [RealTime] struct Value
        {
            public object O;
            public Value(int i) => O = new object(); // CTN001
        }
        """);

    [Fact]
    public void Local_functions_and_lambdas_inside_are_covered() => Snippet.Check("""
        [RealTime] object Outer()
        {
            return Inner();
            object Inner() => new object(); // CTN001
        }
        [RealTime] Func<object> Lambda() =>
            () => // CTN004
                new object(); // CTN001
        """);

    [Fact]
    public void A_local_function_may_be_marked_by_itself() => Snippet.Check("""
        object Outer()
        {
            _ = new object();
            return Inner();
            [RealTime] object Inner() => new object(); // CTN001
        }
        """);

    [Fact]
    public void What_overrides_or_implements_a_marked_member_must_be_marked() => Snippet.Check("""
        interface ISource { [RealTime] int Read(); [RealTime] int Count { get; } }
        abstract class Clock { [RealTime] public abstract long Now { get; } [RealTime] public virtual void Tick() { } }
        class BadSource : ISource
        {
            public int Read() => 1; // CTN018
            public int Count => 1; // CTN018
        }
        class ExplicitSource : ISource
        {
            int ISource.Read() => 1; // CTN018
            [RealTime] int ISource.Count => 1;
        }
        class GoodSource : ISource { [RealTime] public int Read() => 1; [RealTime] public int Count { get; } }
        class BadClock : Clock
        {
            public override long Now => 1; // CTN018
            public override void Tick() { } // CTN018
        }
        [RealTime] class GoodClock : Clock { public override long Now => 1; }
        """);

    [Fact]
    public void A_base_class_that_implements_a_marked_member_unmarked_is_reported_at_the_class_that_promises() => Snippet.Check("""
        interface ISource { [RealTime] int Read(); }
        class Parent { public int Read() => 1; }
        class Child : Parent, ISource { } // CTN018
        class Grandchild : Child { }
        """);

    [Fact]
    public void Native_functions_must_be_blittable() => Snippet.Check("""
        unsafe struct Blittable { public int A; public float* P; }
        [DllImport("x"), RealTime] static extern unsafe int Good(nint a, float* p, DayOfWeek d, ref Blittable b, delegate* unmanaged<void> f);
        [DllImport("x"), RealTime] static extern void Text(string s); // CTN019
        [DllImport("x"), RealTime] static extern bool Flag(); // CTN019
        [DllImport("x"), RealTime] static extern void Array(int[] a); // CTN019
        [DllImport("x"), RealTime] static extern void Handle(SafeHandle h);
        [DllImport("x"), RealTime] static extern Microsoft.Win32.SafeHandles.SafeFileHandle Open(); // CTN019
        [DllImport("x")] static extern void Free(string s);
        [LibraryImport("x", StringMarshalling = StringMarshalling.Utf8), RealTime] private static partial void Import(string s); // CTN019
        private static partial void Import(string s) { }
        """);

    [Fact]
    public void Each_rule_has_a_section_of_the_page_it_links_to()
    {
        var page = DocumentTests.Page();
        foreach (var rule in new RealTimeAnalyzer().SupportedDiagnostics)
        {
            Assert.Equal("docs/real-time.md#" + rule.Id.ToLowerInvariant(), rule.HelpLinkUri);
            Assert.Contains($"\n### {rule.Id}\n", page, StringComparison.Ordinal);
        }
    }
}
