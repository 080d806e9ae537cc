using System.IO.Pipes;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public class PipeSinkTests
{
    private static readonly AudioFormat Stereo = new(48_000, 2);

    [Fact]
    public void Frames_are_written_as_the_format_says_with_channels_mapped()
    {
        var stream = new MemoryStream();
        using var sink = new PcmStreamSink(stream, PcmFormat.Parse("s16le,48000,1"));
        sink.Open(Stereo);
        sink.Write([0.5f, 0.25f, -1, -1]);
        sink.Write([1, 1]);
        sink.Finish();
        Assert.Equal(3, sink.FramesWritten);
        Assert.Equal([0x00, 0x30, 0x00, 0x80, 0xFF, 0x7F], stream.ToArray());
    }

    [Fact]
    public void Without_a_format_the_audio_goes_out_as_it_is()
    {
        var stream = new MemoryStream();
        using var sink = new PcmStreamSink(stream);
        float[] samples = [.. Enumerable.Range(0, 50_000).Select(i => i / 40_000f)];
        sink.Open(Stereo);
        sink.Write(samples);
        sink.Finish();
        Assert.Equal(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(samples).ToArray(), stream.ToArray());
    }

    [Fact]
    public void Another_rate_is_refused_before_anything_is_written()
    {
        var stream = new MemoryStream();
        using var sink = new PcmStreamSink(stream, PcmFormat.Parse("s16le,44100,1"));
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => sink.Open(Stereo)).Code);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_reader_that_has_exited_is_reported()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle).Dispose();
        using var sink = new PcmStreamSink(pipe);
        sink.Open(Stereo);
        var failure = Assert.Throws<AudioException>(() => sink.Write(new float[960]));
        Assert.Equal(AudioErrorCode.InputOutput, failure.Code);
        Assert.Throws<AudioException>(() => sink.Write(new float[960]));
    }

    [Fact]
    public void A_command_gets_all_and_has_ended_when_the_sink_is_finished()
    {
        using var folder = new TemporaryFolder();
        using var sink = new ProcessSink($"cat > {folder["raw"]}", sample: SampleType.S16);
        sink.Open(Stereo);
        sink.Write(new float[200_000]);
        sink.Finish();
        Assert.Equal(400_000, new FileInfo(folder["raw"]).Length);
    }

    [Fact]
    public void A_command_that_fails_is_reported_with_its_last_words_while_writing_or_at_the_end()
    {
        using var early = new ProcessSink("exec 0<&-; echo 'bad option' >&2; exit 4");
        early.Open(Stereo);
        var failure = Assert.Throws<AudioException>(() => WriteMuch(early));
        Assert.Equal(AudioErrorCode.ProcessFailed, failure.Code);
        Assert.Contains("exit code 4 (bad option)", failure.Message, StringComparison.Ordinal);

        using var late = new ProcessSink("cat > /dev/null; exit 5");
        late.Open(Stereo);
        late.Write(new float[9_600]);
        Assert.Contains("exit code 5", Assert.Throws<AudioException>(late.Finish).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_ends_well_before_the_audio_does_is_a_failure_too()
    {
        using var sink = new ProcessSink("head -c 100 > /dev/null");
        sink.Open(Stereo);
        var failure = Assert.Throws<AudioException>(() => WriteMuch(sink));
        Assert.Equal(AudioErrorCode.InputOutput, failure.Code);
    }

    [Fact]
    public void A_command_that_does_not_end_with_its_input_is_ended_by_force()
    {
        using var sink = new ProcessSink("sleep 1000", finishTimeout: TimeSpan.Zero);
        sink.Open(Stereo);
        Assert.Equal(AudioErrorCode.TimedOut, Assert.Throws<AudioException>(sink.Finish).Code);
    }

    [Fact]
    public void Addresses_choose_format_and_sample_type()
    {
        var request = new SinkRequest(SampleType.S24, SystemClock.Instance);
        using var asked = ProcessSink.FromAddress(AudioAddress.Parse("exec:cat?format=s16,8000,1"), request);
        Assert.Contains("s16le,8000,1", asked.Description, StringComparison.Ordinal);
        Assert.Throws<AudioException>(() => PcmStreamSink.FromAddress(AudioAddress.Parse("-?loop"), request));
    }

    [Fact]
    public async Task A_write_to_a_reader_that_does_not_read_ends_when_it_is_interrupted_and_the_next_at_once()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        using var sink = new PcmStreamSink(pipe);
        sink.Open(Stereo);
        var writing = Task.Factory.StartNew(() => { while (true) sink.Write(new float[9_600]); }, TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(50, TestContext.Current.CancellationToken); // by now the pipe is full, or will be
        sink.Interrupt();
        await Assert.ThrowsAsync<OperationCanceledException>(() => writing);
        Assert.Throws<OperationCanceledException>(() => sink.Write(new float[2]));
        Assert.Throws<OperationCanceledException>(sink.Finish);
    }

    [Fact]
    public async Task A_command_that_does_not_read_and_does_not_end_is_interrupted_while_writing_and_while_finishing()
    {
        using var sink = new ProcessSink("trap '' TERM; sleep 1000 & wait; sleep 1000");
        sink.Open(Stereo);
        var writing = Task.Factory.StartNew(() => WriteMuch(sink), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        sink.Interrupt();
        await Assert.ThrowsAsync<OperationCanceledException>(() => writing);

        using var second = new ProcessSink("cat > /dev/null; trap '' TERM; sleep 1000 & wait; sleep 1000");
        second.Open(Stereo);
        var finishing = Task.Factory.StartNew(
            second.Finish, TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        second.Interrupt();
        await Assert.ThrowsAsync<OperationCanceledException>(() => finishing);
    }

    [Fact]
    public void Whatever_the_stream_throws_is_a_failure_of_the_sink()
    {
        using var sink = new PcmStreamSink(new ThrowingStream(new NotSupportedException("no")));
        sink.Open(Stereo);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => sink.Write(new float[960])).Code);
    }

    private static void WriteMuch(ProcessSink sink)
    {
        for (var i = 0; i < 10_000; i++) sink.Write(new float[9_600]);
    }
}
