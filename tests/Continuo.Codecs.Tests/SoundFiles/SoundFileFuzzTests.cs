using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;

namespace Continuo.Codecs.Tests.SoundFiles;

public sealed class SoundFileFuzzTests : IDisposable
{
    private const int Mutations = 700;
    private const int HeaderBytes = 200;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.wav")]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    [InlineData("a.aiff")]
    public void A_mangled_file_is_read_or_refused_but_never_worse(string name)
    {
        var wave = _folder.Noise("n.wav", 0.3, 2);
        var original = File.ReadAllBytes(name == "n.wav" ? wave : _folder.Convert(wave, name));
        var path = _folder["mangled"];
        var random = new Random(name.Length);
        int opened = 0, refused = 0, damaged = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Mangle(original, random);
            if (i % 4 != 0) OggPages.Seal(bytes); // most must get past the checksum
            File.WriteAllBytes(path, bytes);
            try
            {
                using var reader = SoundFileReader.Open(path);
                opened++;
                try
                {
                    ReadSome(reader);
                }
                catch (AudioException e) when (e.Code == AudioErrorCode.NotAudio)
                {
                    damaged++;
                }
            }
            catch (AudioException e)
            {
                Assert.True(e.Code is AudioErrorCode.NotAudio or AudioErrorCode.Unsupported,
                    string.Create(CultureInfo.InvariantCulture, $"mutation {i}: {e.Message}"));
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {opened} opened, of which {damaged} damaged; {refused} refused");
        Assert.Equal(Mutations, opened + refused);
        Assert.True(refused > 0);
    }

    private static void ReadSome(SoundFileReader reader)
    {
        var block = new float[reader.Format.Channels * 4_096];
        for (var i = 0; i < 50 && reader.Read(block) > 0; i++)
        {
        }

        if (reader.Frames > 0) reader.Seek(Math.Min(reader.Frames, 100_000) / 2);
        reader.Read(block);
    }

    private static byte[] Mangle(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(Math.Min(HeaderBytes, bytes.Length - 8));
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.AsSpan(at, 4).Fill(0xFF); break;
                case 3: bytes.AsSpan(at, 4).Clear(); break;
                default: BitConverter.TryWriteBytes(bytes.AsSpan(at, 4), random.Next()); break;
            }
        }

        return random.Next(4) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }
}
