using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;
using Continuo.Codecs.Tests.Resampling;

namespace Continuo.Codecs.Tests.SoundFiles;

/// <summary>Files that hold more or less than their headers say: all that is there is read, or what is not is said.</summary>
public sealed class HeldByFilesTests : IDisposable
{
    private const int Frames = 48_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0u, 0u)] // the writer never came back
    [InlineData(0xFFFF_FFFFu, 0xFFFF_FFFFu)] // it could not know
    [InlineData(0x7FFF_FFFFu, 0x7FFF_FFFFu)]
    [InlineData(40_000u, 0u)] // it grew after the header was written
    [InlineData(40_000u, 40_036u)]
    public void A_WAV_file_is_read_to_its_end_whatever_its_size_says(uint dataSize, uint riffSize)
    {
        var path = Written("a.wav", [.. Wav.Header(dataSize, riffSize), .. Wav.Tone(Frames)]);
        var (samples, failure) = ReadAll(path);
        Assert.Null(failure);
        Assert.Equal(Frames, samples.Length);
        Assert.InRange(samples.Max(), 0.48f, 0.49f);
    }

    [Fact]
    public void What_follows_the_samples_is_no_sound()
    {
        var sound = Wav.Tone(Frames);
        var header = Wav.Header((uint)sound.Length, (uint)sound.Length + 36);
        byte[][] tails =
        [
            Wav.Chunk("LIST", new byte[10]),
            [.. "TAG"u8, .. new byte[125]],
            [.. "ID3\x3\0\0\0\0\0\x20"u8, .. new byte[32]],
            new byte[5000],
            [1],
        ];
        foreach (var tail in tails)
        {
            var (samples, failure) = ReadAll(Written("a.wav", [.. header, .. sound, .. tail]));
            Assert.Null(failure);
            Assert.Equal(Frames, samples.Length);
        }
    }

    [Fact]
    public void Several_data_chunks_and_several_files_in_one_are_one_sound()
    {
        var sound = Wav.Tone(Frames);
        var half = sound.Length / 2;
        byte[] two =
            [.. Wav.Header((uint)half, 0), .. sound[..half], .. Wav.Chunk("junk", new byte[7]), .. Wav.Chunk("data", sound[half..])];
        var (samples, failure) = ReadAll(Written("two.wav", two));
        Assert.Null(failure);
        Assert.Equal(ReadAll(Written("one.wav", [.. Wav.Header((uint)sound.Length, 0), .. sound])).Samples, samples);

        byte[] one = [.. Wav.Header((uint)sound.Length, (uint)sound.Length + 36), .. sound];
        Assert.Equal(2 * Frames, ReadAll(Written("cat.wav", [.. one, .. one])).Samples.Length);
    }

    [Fact]
    public void A_WAV_file_that_promises_more_than_it_has_says_how_much_is_missing()
    {
        var (samples, failure) = ReadAll(Written("a.wav", [.. Wav.Header(4 * Frames, 0), .. Wav.Tone(Frames)[..^1]]));
        Assert.Equal(Frames - 1, samples.Length);
        Assert.Equal(AudioErrorCode.NotAudio, failure!.Code);
        Assert.Contains("1 s of its audio are missing", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RF64", 0)]
    [InlineData("BW64", 2 * Frames)]
    public void A_64_bit_size_may_be_wrong_as_well(string magic, long size)
    {
        var ds64 = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(ds64.AsSpan(8), size);
        byte[] file = [.. System.Text.Encoding.ASCII.GetBytes(magic), 255, 255, 255, 255, .. "WAVE"u8, .. Wav.Chunk("ds64", ds64),
            .. Wav.Header(uint.MaxValue, 0)[12..], .. Wav.Tone(Frames)];
        var (samples, failure) = ReadAll(Written("a.wav", file));
        Assert.Null(failure);
        Assert.Equal(Frames, samples.Length);
    }

    [Theory]
    [InlineData(0xFu, 4, "3.1")]
    [InlineData(0xBu, 3, "2.1")]
    [InlineData(0x60Fu, 6, "5.1 (side)")]
    [InlineData(0u, 6, "5.1")]
    [InlineData(0x3Fu, 2, "stereo")]
    [InlineData(0x3u, 4, "FL FR - -")]
    public void The_speakers_of_a_WAV_file_are_those_of_its_mask(uint mask, int channels, string layout)
    {
        var path = Written("a.wav", [.. Wav.Extensible(channels, mask, 10 * channels * 2), .. new byte[10 * channels * 2]]);
        using var reader = SoundFileReader.Open(path);
        Assert.Equal(layout, reader.Format.Layout.ToString());
        Assert.Equal(10, reader.Frames);
    }

    [Theory]
    [InlineData("a.au", 8)]
    [InlineData("a.caf", -1)]
    public void Other_files_of_unknown_size_are_read_to_their_end(string name, int sizeAt)
    {
        var whole = _folder.Convert(Written("a.wav", [.. Wav.Header(2 * Frames, 0), .. Wav.Tone(Frames)]), name);
        var bytes = File.ReadAllBytes(whole);
        if (sizeAt < 0) sizeAt = bytes.AsSpan().IndexOf("data"u8) + 4;
        foreach (byte filler in (byte[])[0, 255])
        {
            bytes.AsSpan(sizeAt, name == "a.au" ? 4 : 8).Fill(filler);
            var (samples, failure) = ReadAll(Written("x" + name, bytes));
            Assert.Null(failure);
            Assert.Equal(Frames, samples.Length);
        }
    }

    [Theory]
    [InlineData("ogg", "libvorbis")]
    [InlineData("opus", "libopus")]
    [InlineData("oga", "flac")]
    public void The_links_of_a_chain_are_one_sound_in_the_format_of_the_first(string extension, string codec)
    {
        var first = Sine($"1.{extension}", 440, 2, 48_000, 1, codec);
        var second = Sine($"2.{extension}", 1000, 1, codec == "libopus" ? 48_000 : 44_100, 2, codec);
        byte[] chain = [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second), .. File.ReadAllBytes(first)];
        var path = Written($"chain.{extension}", chain);
        var (samples, failure) = ReadAll(path);
        Assert.Null(failure);
        Assert.Equal(5 * 48_000, samples.Length);
        Assert.True(SineFit.Of(samples.AsSpan(48_000, 24_000), 440.0 / 48_000).ResidualDb < -20);
        Assert.True(SineFit.Of(samples.AsSpan(2 * 48_000 + 12_000, 24_000), 1000.0 / 48_000).ResidualDb < -20);

        using var reader = SoundFileReader.Open(path);
        Assert.Equal(5 * 48_000, reader.Frames);
        reader.Seek(2 * 48_000 + 12_000);
        var sought = new float[4800];
        Assert.Equal(sought.Length, reader.Read(sought));
        Assert.True(SineFit.Of(sought, 1000.0 / 48_000).ResidualDb < -20);
    }

    [Theory]
    [InlineData("a.ogg", "libvorbis")]
    [InlineData("a.opus", "libopus")]
    public void Behind_a_damaged_page_reading_continues_and_the_damage_is_reported(string name, string codec)
    {
        var path = Sine(name, 440, 30, 48_000, 1, codec);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0xFF;
        var (samples, failure) = ReadAll(Written(name, bytes));
        Assert.InRange(samples.Length, 25 * 48_000, 30 * 48_000);
        Assert.Contains("1 damaged pages", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_in_an_Ogg_file_with_video_is_found()
    {
        TemporaryFolder.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=2", "-f", "lavfi", "-i",
            "sine=440:duration=2:sample_rate=48000", "-c:v", "libtheora", "-c:a", "libvorbis", _folder["v.ogg"]);
        Assert.Equal(2 * 48_000, ReadAll(_folder["v.ogg"]).Samples.Length);
    }

    [Theory]
    [InlineData("-q:a 4 -write_xing 0", 1)] // neither a bit rate nor an index
    [InlineData("", 2)]
    [InlineData("-write_xing 0", 2)]
    public void An_MP3_file_is_as_long_as_its_frames(string options, int times)
    {
        var wav = Written("a.wav", [.. Wav.Header(10 * Frames, 0), .. Wav.Tone(5 * Frames)]);
        var file = File.ReadAllBytes(_folder.Convert(wav, "a.mp3", options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        byte[] tag = [.. "ID3\x3\0\0\0\0\0\x20"u8, .. new byte[32]];
        byte[] whole = [.. Enumerable.Repeat((byte[])[.. tag, .. file], times).SelectMany(b => b), .. "TAG"u8, .. new byte[125]];
        var (samples, failure) = ReadAll(Written("b.mp3", whole));
        Assert.Null(failure);
        Assert.InRange(samples.Length, times * 5 * Frames, times * 5 * Frames + 3 * 1152 * times);
    }

    [Fact]
    public void FLAC_streams_one_behind_another_are_one_sound()
    {
        var file = File.ReadAllBytes(_folder.Convert(Written("a.wav", [.. Wav.Header(2 * Frames, 0), .. Wav.Tone(Frames)]), "a.flac"));
        var (samples, failure) = ReadAll(Written("b.flac", [.. file, .. file]));
        Assert.Null(failure);
        Assert.Equal(2 * Frames, samples.Length);
    }

    [Theory]
    [InlineData("a.wav")]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    public void Each_channel_of_every_layout_comes_back_at_its_place(string name)
    {
        for (var channels = 1; channels <= 8; channels++)
        {
            var format = new AudioFormat(48_000, channels);
            var sound = new float[12_000 * channels];
            for (var i = 0; i < sound.Length; i++)
            {
                sound[i] = 0.3f * MathF.Sin(2 * MathF.PI * (300 + 100 * (i % channels)) * (i / channels) / 48_000);
            }

            // The LFE carries no more.
            for (var i = 3; channels >= 6 && i < sound.Length; i += channels)
            {
                sound[i] = 0.3f * MathF.Sin(2 * MathF.PI * 60 * (i / channels) / 48_000);
            }

            var path = _folder[$"{channels}{name}"];
            SoundFile.Save(new AudioClip(format, sound), path);
            var (read, failure) = ReadAll(path);
            Assert.Null(failure);
            Assert.Equal(sound.Length, read.Length);
            for (var c = 0; c < channels; c++)
            {
                var hertz = channels >= 6 && c == 3 ? 60 : 300 + 100 * c;
                var mine = read.Where((_, i) => i % channels == c).Skip(4800).Take(4800).ToArray();
                Assert.InRange(SineFit.Of(mine, hertz / 48_000.0).Amplitude, 0.2, 0.4);
            }
        }
    }

    [Fact]
    public void FLAC_refuses_speakers_that_it_cannot_name()
    {
        var clip = new AudioClip(new AudioFormat(48_000, ChannelLayout.FromSpeakers(0xF)), new float[40]);
        var failure = Assert.Throws<AudioException>((Action)(() => SoundFile.Save(clip, _folder["a.flac"])));
        Assert.Equal(AudioErrorCode.Unsupported, failure.Code);
        Assert.Contains("3.1", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["a.flac"]));
    }

    private static (float[] Samples, AudioException? Failure) ReadAll(string path)
    {
        using var reader = SoundFileReader.Open(path);
        var (samples, block) = (new List<float>(), new float[4800 * reader.Format.Channels]);
        try
        {
            for (int frames; (frames = reader.Read(block)) > 0;) samples.AddRange(block.AsSpan(0, frames * reader.Format.Channels));
            return ([.. samples], null);
        }
        catch (AudioException e)
        {
            return ([.. samples], e);
        }
    }

    private string Sine(string name, int hertz, int seconds, int rate, int channels, string codec)
    {
        TemporaryFolder.Run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", $"sine={hertz}:duration={seconds}:sample_rate={rate}",
            "-ac", $"{channels}", "-c:a", codec, _folder[name]);
        return _folder[name];
    }

    private string Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
