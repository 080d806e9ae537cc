using Continuo.Audio;
using Continuo.Files;

namespace Continuo.Tests.Files;

public sealed class StateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("continuo-state-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it()
    {
        var path = Path.Combine(_folder.FullName, "a", "b", "state.json");
        StateFile.Replace(path, "a long first content"u8);
        StateFile.Replace(path, "second"u8);
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_secret_is_for_its_user_alone_even_where_a_public_file_stood()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_folder.FullName, "keys", "key.pem");
        StateFile.Replace(path, "public"u8);
        StateFile.Replace(path, "secret"u8, secret: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void What_cannot_be_written_says_so_and_leaves_the_earlier_file()
    {
        var path = Path.Combine(_folder.FullName, "taken");
        Directory.CreateDirectory(Path.Combine(path, "inside")); // a directory with content stands in its place
        var e = Assert.Throws<AudioException>(() => StateFile.Replace(path, "x"u8));
        Assert.Equal(path, e.Asked);
        Assert.Equal(["inside"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
        Assert.Single(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Two_writers_leave_one_whole_content()
    {
        var path = Path.Combine(_folder.FullName, "state");
        Parallel.For(0, 64, i => StateFile.Replace(path, System.Text.Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), 5_000))));
        var content = File.ReadAllText(path);
        Assert.Equal(5_000, content.Length);
        Assert.Single(content.Distinct());
        Assert.Single(Directory.GetFiles(_folder.FullName));
    }
}
