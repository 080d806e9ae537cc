using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class SharedMemoryTests
{
    private readonly string _name = $"continuo-test-{Guid.NewGuid():N}"[..40];

    [Fact]
    public unsafe void What_one_writes_the_other_sees_and_both_let_go_of_it()
    {
        var made = SharedMemory.Create(_name, 8192);
        var opened = SharedMemory.Open(made.Path, 8192);
        Assert.Equal((8192, 8192), (made.Bytes, opened.Bytes));
        *(int*)(made.Address + 8188) = 42;
        Assert.Equal(42, *(int*)(opened.Address + 8188));
        Assert.Equal((2, 2), (Mapped(), OpenFiles()));
        opened.Dispose();
        opened.Dispose();
        Assert.Equal((1, 1), (Mapped(), OpenFiles()));
        made.Dispose();
        Assert.Equal((0, 0), (Mapped(), OpenFiles()));
    }

    [Fact]
    public void The_creator_is_detected_as_ended_when_it_has_released_the_memory()
    {
        var made = SharedMemory.Create(_name, 4096);
        using var opened = SharedMemory.Open(made.Path, 4096);
        Assert.False(opened.IsCreatorGone);
        made.Dispose();
        Assert.True(opened.IsCreatorGone);
        Assert.True(opened.IsCreatorGone);
    }

    [Fact]
    public void Nothing_is_left_of_memory_that_could_not_be_made()
    {
        var refused = Assert.Throws<AudioException>(() => SharedMemory.Create(_name, long.MaxValue));
        Assert.Equal(AudioErrorCode.InputOutput, refused.Code);
        Assert.Equal((0, 0), (Mapped(), OpenFiles()));
    }

    [Fact]
    public void Nothing_is_left_open_of_memory_that_is_not_fit()
    {
        using var made = SharedMemory.Create(_name, 4096);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => SharedMemory.Open(made.Path, 4095)).Code);
        Assert.Equal((1, 1), (Mapped(), OpenFiles()));
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => AudioRing.OpenShared(made.Path)).Code); // no ring
        Assert.Equal((1, 1), (Mapped(), OpenFiles()));
    }

    private int Mapped() => File.ReadLines("/proc/self/maps").Count(line => line.Contains(_name, StringComparison.Ordinal));

    private int OpenFiles() =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Count(file => new FileInfo(file).LinkTarget?.Contains(_name, StringComparison.Ordinal) == true);
}
