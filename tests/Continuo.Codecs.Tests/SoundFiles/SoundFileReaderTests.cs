using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;

namespace Continuo.Codecs.Tests.SoundFiles;

public sealed partial class SoundFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int> Kinds => new()
    {
        { "a.wav", 44_100 }, { "a.flac", 44_100 }, { "a.ogg", 44_100 }, { "a.opus", 48_000 }, { "a.mp3", 44_100 }, { "a.aiff", 44_100 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_file_is_read_to_the_frame(string name, int rate)
    {
        using var reader = SoundFileReader.Open(Made(name));
        Assert.Equal(new AudioFormat(rate, 2), reader.Format);
        Assert.Equal(3 * rate, reader.Frames);
        var sound = ReadAll(reader);
        Assert.Equal(3 * rate * 2, sound.Length);
        Assert.Equal(reader.Frames, reader.Position);
        Assert.Equal(0, reader.Read(new float[100]));

        var left = sound.Where((_, i) => i % 2 == 0).ToArray();
        var (amplitude, residual) = Resampling.SineFit.Of(left.AsSpan(rate, rate), 440.0 / rate);
        Assert.InRange(amplitude, 0.45, 0.55);
        Assert.True(residual < -40, $"residual {residual:F1} dB");
    }

    [Fact]
    public void What_is_lossless_is_read_bit_by_bit()
    {
        var wave = _folder.Noise("a.wav", 1);
        using var reader = SoundFileReader.Open(_folder.Convert(wave, "a.flac"));
        var bytes = TemporaryFolder.Run("sox", wave, "-t", "s16", _folder["a.raw"]);
        Assert.Empty(bytes);
        var expected = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(_folder["a.raw"]));
        var sound = ReadAll(reader);
        Assert.Equal(expected.Length, sound.Length);
        for (var i = 0; i < sound.Length; i++) Assert.Equal(expected[i] / 32_768f, sound[i]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_frame_can_be_sought_and_is_the_one_that_reading_through_gives(string name, int rate)
    {
        using var reader = SoundFileReader.Open(_folder.Convert(_folder.Noise("n.wav", 12, 2), name));
        Assert.Equal(rate, reader.Format.SampleRate);
        var whole = ReadAll(reader);
        var random = new Random(3);
        var block = new float[2 * 1000];
        for (var i = 0; i < 60; i++)
        {
            var frame = i switch { 0 => 0, 1 => (int)reader.Frames - 1_000, _ => random.Next((int)reader.Frames - 1_000) };
            reader.Seek(frame);
            Assert.Equal(frame, reader.Position);
            Assert.Equal(1_000, reader.Read(block));
            for (var s = 0; s < block.Length; s++)
            {
                Assert.True(Math.Abs(block[s] - whole[(frame * 2) + s]) < 1e-5, $"sample {s} after seeking frame {frame} differs");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Seeking_the_end_gives_the_end_and_past_it_is_refused(string name, int rate)
    {
        using var reader = SoundFileReader.Open(Made(name));
        reader.Seek(3 * rate);
        Assert.Equal(0, reader.Read(new float[200]));
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => reader.Seek((3 * rate) + 1)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => reader.Seek(-1)).Code);
        reader.Seek(0);
        Assert.Equal(100, reader.Read(new float[200]));
    }

    [Fact]
    public void A_file_that_does_not_know_its_length_is_read_and_sought_all_the_same()
    {
        var wave = _folder.Tones("a.wav", 3);
        using (var pipe = File.Create(_folder["a.flac"]))
        {
            string[] arguments = ["-v", "error", "-i", wave, "-f", "flac", "-"];
            var command = new System.Diagnostics.ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true };
            using var encoder = System.Diagnostics.Process.Start(command)!;
            encoder.StandardOutput.BaseStream.CopyTo(pipe);
            encoder.WaitForExit();
        }

        using var reader = SoundFileReader.Open(_folder["a.flac"]);
        Assert.Equal(-1, reader.Frames);
        var whole = ReadAll(reader);
        Assert.Equal(3 * 44_100 * 2, whole.Length);
        reader.Seek(50_000);
        var block = new float[200];
        reader.Read(block);
        Assert.Equal(whole[100_000..100_200], block);
    }

    [Fact]
    public void A_sparse_file_of_many_gigabytes_is_opened_and_read_at_its_end()
    {
        const long Frames = 3_000_000_000; // 6 GB of 16-bit mono
        using (var file = File.Create(_folder["huge.wav"]))
        {
            using var header = new BinaryWriter(file, System.Text.Encoding.ASCII, leaveOpen: true);
            header.Write("RF64"u8);
            header.Write(-1);
            header.Write("WAVEds64"u8);
            header.Write(28);
            header.Write((Frames * 2) + 72);
            header.Write(Frames * 2);
            header.Write(Frames);
            header.Write(0);
            header.Write("fmt "u8);
            header.Write(16);
            header.Write((short)1);
            header.Write((short)1);
            header.Write(48_000);
            header.Write(96_000);
            header.Write((short)2);
            header.Write((short)16);
            header.Write("data"u8);
            header.Write(-1);
            header.Flush();
            file.SetLength(file.Position + (Frames * 2));
            file.Position = file.Length - 2;
            header.Write((short)16_384);
        }

        using var reader = SoundFileReader.Open(_folder["huge.wav"]);
        Assert.Equal(Frames, reader.Frames);
        reader.Seek(Frames - 10);
        var block = new float[20];
        Assert.Equal(10, reader.Read(block));
        Assert.Equal(0.5f, block[9]);
        Assert.Equal(0, reader.Read(block));
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        Refused(AudioErrorCode.NotFound, _folder["none.wav"]);
        Refused(AudioErrorCode.NotFound, _folder["no/folder/none.wav"]);
    }

    [Fact]
    public void A_directory_is_no_file() => Refused(AudioErrorCode.Unsupported, _folder["."]);

    [Theory]
    [InlineData("")]
    [InlineData("Dear reader, this is a letter and no sound at all, however long it may become in the end.")]
    [InlineData("RIFF")]
    [InlineData("fLaC")]
    [InlineData("OggS")]
    [InlineData("ID3")]
    public void What_is_no_sound_is_refused(string content)
    {
        File.WriteAllText(_folder["letter.wav"], content);
        Refused(AudioErrorCode.NotAudio, _folder["letter.wav"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_ends_within_its_header_is_refused(string name, int rate)
    {
        var path = Made(name);
        Assert.NotEqual(0, rate);
        foreach (var length in new[] { 1, 12, 20, 30 })
        {
            File.WriteAllBytes(_folder["cut"], File.ReadAllBytes(path)[..length]);
            Refused(AudioErrorCode.NotAudio, _folder["cut"]);
        }
    }

    [Fact]
    public void Refusing_a_file_closes_it_once_and_touches_no_other()
    {
        // A descriptor closed twice may be somebody else's by then: here, that of the file opened in between.
        File.WriteAllText(_folder["letter.wav"], new string('x', 1_000));
        var good = _folder.Tones("a.wav", 0.1);
        for (var i = 0; i < 200; i++)
        {
            var refused = new Thread(() => Refused(AudioErrorCode.NotAudio, _folder["letter.wav"]));
            refused.Start();
            using (var reader = SoundFileReader.Open(good)) Assert.Equal(4_410, ReadAll(reader).Length / 2);
            refused.Join();
        }
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_a_writer()
    {
        TemporaryFolder.Run("mkfifo", _folder["pipe.wav"]);
        Refused(AudioErrorCode.NotAudio, _folder["pipe.wav"]);
        Refused(AudioErrorCode.NotAudio, "/dev/zero");
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_reported_as_such()
    {
        var path = _folder.Tones("a.wav", 0.1);
        TemporaryFolder.Run("chmod", "000", path);
        TemporaryFolder.Run("chmod", "755", _folder["."]);
        AudioErrorCode? code = null;

        // The privileged may read everything, so this one thread gives its privilege up.
        var reader = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess) _ = SetFileUser(65_534);
            code = Assert.Throws<AudioException>(() => SoundFileReader.Open(path)).Code;
        });
        reader.Start();
        reader.Join();
        Assert.Equal(AudioErrorCode.AccessDenied, code);
    }

    [Theory]
    [InlineData("a.wav")]
    [InlineData("a.flac")]
    [InlineData("a.mp3")]
    public void A_truncated_file_gives_what_is_there_and_then_says_what_is_missing(string name)
    {
        var path = Made(name);
        TemporaryFolder.Truncate(path, 0.6);
        using var reader = SoundFileReader.Open(path);
        var (frames, failure) = ReadUntilFailure(reader);
        Assert.Equal(AudioErrorCode.NotAudio, failure!.Code);
        Assert.InRange(frames, (int)(1.5 * 44_100), (int)(1.95 * 44_100));
        Assert.Throws<AudioException>(() => reader.Read(new float[200]));
    }

    [Theory]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    public void A_truncated_Ogg_file_is_one_whose_writer_was_stopped_and_gives_what_is_there(string name)
    {
        var path = Made(name);
        TemporaryFolder.Truncate(path, 0.6);
        using var reader = SoundFileReader.Open(path);
        var (frames, failure) = ReadUntilFailure(reader);
        Assert.Null(failure);
        Assert.Equal(reader.Frames, frames);
        Assert.InRange(frames, 44_100 / 2, 48_000 * 2);
    }

    [Fact]
    public void A_FLAC_file_that_ends_within_a_block_has_ended_only_if_its_writer_could_not_say_its_length()
    {
        var path = _folder.Convert(_folder.Noise("n.wav", 5), "a.flac");
        var bytes = File.ReadAllBytes(path);
        bytes[21] &= 0xF0; // the 36 bits of the length in STREAMINFO, as a killed writer leaves them
        bytes.AsSpan(22, 4).Clear();
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        using (var killed = SoundFileReader.Open(path)) Assert.InRange(ReadAll(killed).Length, 2 * 44_100, 3 * 44_100);

        bytes.AsSpan(bytes.Length / 4, 3_000).Clear();
        File.WriteAllBytes(path, bytes);
        using var damaged = SoundFileReader.Open(path);
        Assert.Throws<AudioException>(() => ReadAll(damaged));
    }

    [Theory]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    [InlineData("a.mp3")]
    public void A_file_damaged_in_the_middle_gives_what_can_be_decoded_and_then_fails(string name)
    {
        var path = _folder.Convert(_folder.Tones("t.wav", 10), name);
        TemporaryFolder.Damage(path, 0.5, 3_000);
        using var reader = SoundFileReader.Open(path);
        var (frames, failure) = ReadUntilFailure(reader);
        Assert.Equal(AudioErrorCode.NotAudio, failure!.Code);
        Assert.Contains("the file is damaged", failure.Message, StringComparison.Ordinal);
        Assert.InRange(frames, 3 * 44_100, 10 * 48_000);
    }

    [Fact]
    public void A_file_truncated_or_deleted_while_it_is_read_disturbs_no_one()
    {
        var path = _folder.Tones("a.wav", 5);
        using var reader = SoundFileReader.Open(path);
        var block = new float[2 * 4_410];
        Assert.Equal(4_410, reader.Read(block));
        TemporaryFolder.Truncate(path, 0.5);
        File.Delete(path);
        var (frames, failure) = ReadUntilFailure(reader);
        Assert.Equal(AudioErrorCode.NotAudio, failure!.Code);
        Assert.InRange(frames, 2 * 44_100, 3 * 44_100);
    }

    [Fact]
    public void More_channels_than_a_stream_can_have_are_refused()
    {
        TemporaryFolder.Run("sox", "-n", "-r", "8000", "-c", "65", _folder["wide.wav"], "trim", "0", "0.1");
        Refused(AudioErrorCode.Unsupported, _folder["wide.wav"]);
    }

    [Theory]
    [InlineData("wav", "signed-integer", 16)]
    [InlineData("wav", "signed-integer", 24)]
    [InlineData("wav", "signed-integer", 32)]
    [InlineData("wav", "floating-point", 32)]
    [InlineData("wav", "unsigned-integer", 8)]
    [InlineData("aiff", "signed-integer", 16)]
    public void Plain_samples_of_every_kind_are_those_that_were_written_from_any_frame_on(string type, string encoding, int bits)
    {
        var wave = _folder.Noise("noise.wav", 2, channels: 3);
        var name = $"a.{type}";
        TemporaryFolder.Run("sox", "-D", wave, "-e", encoding, "-b", $"{bits}", _folder[name]);
        using var original = SoundFileReader.Open(wave);
        using var reader = SoundFileReader.Open(_folder[name]);
        Assert.Equal((original.Format, original.Frames), (reader.Format, reader.Frames));
        var expected = ReadAll(original);
        var tolerance = bits == 8 ? 1 / 128f : 0;
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            var block = new float[3 * random.Next(1, 20_000)];
            var frame = random.Next(0, (int)reader.Frames);
            reader.Seek(frame);
            var frames = reader.Read(block);
            Assert.Equal(Math.Min(block.Length / 3, reader.Frames - frame), frames);
            for (var k = 0; k < frames * 3; k++) Assert.Equal(expected[(frame * 3) + k], block[k], tolerance);
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var reader = SoundFileReader.Open(Made("a.flac"));
        var block = new float[2 * 100];
        reader.Seek(1); // the first seek that goes to libsndfile binds the call; one to where the reader stands does not
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            reader.Seek(0);
            for (var i = 0; i < 1_000; i++) reader.Read(block);
        }, calls: 1));
    }

    internal static float[] ReadAll(SoundFileReader reader)
    {
        var sound = new List<float>();
        var block = new float[reader.Format.Channels * 4_096];
        int frames;
        while ((frames = reader.Read(block)) > 0) sound.AddRange(block.AsSpan(0, frames * reader.Format.Channels));
        return [.. sound];
    }

    private static (long Frames, AudioException? Failure) ReadUntilFailure(SoundFileReader reader)
    {
        var block = new float[reader.Format.Channels * 480];
        long frames = 0;
        try
        {
            int read;
            while ((read = reader.Read(block)) > 0) frames += read;
            return (frames, null);
        }
        catch (AudioException e)
        {
            return (frames, e);
        }
    }

    private static void Refused(AudioErrorCode code, string path)
    {
        var failure = Assert.Throws<AudioException>(() => SoundFileReader.Open(path).Dispose());
        Assert.Equal(code, failure.Code);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);

    private string Made(string name)
    {
        var wave = _folder.Tones("a.wav", 3);
        return name == "a.wav" ? wave : _folder.Convert(wave, name, name == "a.opus" ? ["-b:a", "128k"] : []);
    }
}
