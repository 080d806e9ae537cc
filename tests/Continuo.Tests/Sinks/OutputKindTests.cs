using System.Diagnostics;
using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

/// <summary>Outputs that are no plain files, or that refuse.</summary>
public sealed class OutputKindTests : IDisposable
{
    private static readonly AudioFormat Format = new(8_000, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_symbolic_link_stays_and_what_it_points_to_is_replaced()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        File.WriteAllText(_folder["elsewhere/take.wav"], "earlier");
        File.CreateSymbolicLink(_folder["link.wav"], "elsewhere/take.wav");
        Record(_folder["link.wav"]);
        Assert.Equal("elsewhere/take.wav", new FileInfo(_folder["link.wav"]).LinkTarget);
        Assert.Equal(100, ParsedWav.Parse(File.ReadAllBytes(_folder["elsewhere/take.wav"])).Frames);
        Assert.Equal(["elsewhere", "link.wav"], _folder.Names);
    }

    [Fact]
    public void A_link_that_points_to_nothing_gets_its_target()
    {
        File.CreateSymbolicLink(_folder["second.wav"], "new.wav");
        File.CreateSymbolicLink(_folder["first.wav"], "second.wav");
        Record(_folder["first.wav"]);
        Assert.Equal("second.wav", new FileInfo(_folder["first.wav"]).LinkTarget);
        Assert.Equal(100, ParsedWav.Parse(File.ReadAllBytes(_folder["new.wav"])).Frames);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_folder["a.wav"], "b.wav");
        File.CreateSymbolicLink(_folder["b.wav"], "a.wav");
        Assert.Throws<AudioException>(() => Record(_folder["a.wav"]));
    }

    [Fact]
    public async Task A_named_pipe_gets_the_whole_recording_and_stays_a_pipe()
    {
        Run("mkfifo", _folder["pipe.wav"]);
        using var copy = new MemoryStream();
        var reader = Task.Run(() =>
        {
            using var pipe = new FileStream(_folder["pipe.wav"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            pipe.CopyTo(copy);
        });
        Record(_folder["pipe.wav"]);
        await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(FileKind.Stream, OutputPath.KindOf(_folder["pipe.wav"]));
        var bytes = copy.ToArray();
        Assert.True(bytes.AsSpan().StartsWith("RIFF"u8));
        Assert.Equal(bytes.Length, bytes.AsSpan().IndexOf("data"u8) + 8 + 100 * 2 * sizeof(float));
    }

    [Fact]
    public void A_reader_that_goes_away_ends_the_recording_with_an_error()
    {
        Run("mkfifo", _folder["pipe.wav"]);
        using var sink = new WavFileSink(_folder["pipe.wav"]);
        var reader = new FileStream(_folder["pipe.wav"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        sink.Open(Format);
        sink.Write(new float[8_000 * 2]);
        reader.Dispose();
        var failure = Assert.Throws<AudioException>(() =>
        {
            for (var i = 0; i < 100; i++) sink.Write(new float[8_000 * 2]);
        });
        Assert.Contains("has exited", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_can_be_interrupted()
    {
        Run("mkfifo", _folder["pipe.wav"]);
        using var reader = new FileStream(_folder["pipe.wav"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        using var sink = new WavFileSink(_folder["pipe.wav"]);
        sink.Open(Format);
        var blocked = Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++) sink.Write(new float[8_000 * 2]);
        });
        sink.Interrupt();
        await Assert.ThrowsAnyAsync<Exception>(() => blocked.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(blocked.IsCompleted);
    }

    [Fact]
    public void A_full_device_is_reported_at_once_and_the_null_device_takes_everything()
    {
        Record("/dev/null");
        var failure = Assert.Throws<AudioException>(() => Record("/dev/full"));
        Assert.Equal(AudioErrorCode.DiskFull, failure.Code);
        Assert.True(File.Exists("/dev/full"));
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))] // EPERM, EACCES
    [InlineData(typeof(IOException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(ObjectDisposedException))]
    public void A_write_that_is_refused_in_any_way_ends_the_recording_and_keeps_what_there_is(Type refusal)
    {
        var refuses = false;
        var sink = new WavFileSink(_folder["take.wav"], SampleType.S16, false, WavHeader.RiffLimit,
            s => new RefusingStream(s, () => refuses ? MakeError(refusal) : null));
        sink.Open(Format);
        sink.Write(new float[2 * 8_000]);
        refuses = true;
        Assert.Throws<AudioException>(() => sink.Write(new float[2 * 8_000]));
        sink.Dispose();
        Assert.InRange(ParsedWav.Parse(File.ReadAllBytes(_folder["take.wav"]), mayTrail: true).Frames, 8_000, 16_000);
    }

    [Fact]
    public void A_name_as_long_as_the_system_takes_is_replaced_as_any()
    {
        var name = new string('ä', 123) + ".wav"; // 250 bytes
        for (var i = 0; i < 2; i++) Record(_folder[name]);
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(_folder["take.wav"], "earlier");
        File.SetUnixFileMode(_folder["take.wav"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Record(_folder["take.wav"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["take.wav"]));
    }

    private static Exception MakeError(Type type) =>
        type == typeof(ObjectDisposedException)
            ? new ObjectDisposedException("stream")
            : (Exception)Activator.CreateInstance(type, "refused")!;

    private static void Record(string path)
    {
        using var sink = new WavFileSink(path);
        sink.Open(Format);
        sink.Write(new float[200]);
        sink.Finish();
    }

    private static void Run(string tool, string argument)
    {
        using var process = Process.Start(tool, argument)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
