using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Continuo.Audio;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc.Tests.Wire;

/// <summary>The examples of docs/protocols/ipc.md are what is written and read here.</summary>
public sealed partial class SpecificationTests
{
    [Fact]
    public void A_request_is_as_specified()
    {
        var content = new byte[IpcConfig.Bytes];
        IpcConfig.NewRequest(clientSends: false).WriteTo(content);
        MustBe("config-request", new IpcHeader(IpcMessageType.Config, content.Length), content);
        Assert.True(IpcConfig.TryReadRequest(Example("config-request").AsSpan(IpcHeader.Bytes), out var read));
        Assert.Equal(IpcConfig.NewRequest(clientSends: false), read);
    }

    [Fact]
    public void An_answer_is_as_specified()
    {
        var config = new IpcConfig(1, 1, false, IpcCodec.F32, 48_000, 2, 480, 0);
        var content = new byte[IpcConfig.Bytes];
        config.WriteTo(content);
        MustBe("config-answer", new IpcHeader(IpcMessageType.Config, content.Length, 7), content);
        Assert.True(IpcConfig.TryReadAnswer(Example("config-answer").AsSpan(IpcHeader.Bytes), out var read));
        Assert.Equal(config, read);
    }

    [Fact]
    public void Audio_is_as_specified()
    {
        var content = new byte[16];
        SampleConverter.Encode([0.5f, -0.5f, 0.25f, -0.25f], SampleType.F32, content);
        MustBe("audio", new IpcHeader(IpcMessageType.Audio, content.Length, 7, 3, 1440, 5_000_000_000, ChunkFlags.Discontinuity), content);
    }

    [Fact]
    public void An_ack_and_an_error_are_as_specified()
    {
        MustBe("ack", new IpcHeader(IpcMessageType.Ack, 0, 7, 4, 1442, 5_010_000_000), []);
        var content = new byte[IpcLimits.MaxControl];
        var length = IpcErrorMessage.Write(content, IpcErrorCode.Busy, "busy");
        MustBe("error", new IpcHeader(IpcMessageType.Error, length), content.AsSpan(0, length));
        Assert.Equal((IpcErrorCode.Busy, "busy"), IpcErrorMessage.Read(Example("error").AsSpan(IpcHeader.Bytes)));
    }

    [Fact]
    public void The_numbers_of_the_page_are_those_of_the_code()
    {
        var page = Page();
        Assert.Contains($"at most {IpcLimits.MaxContent / 1000} {IpcLimits.MaxContent % 1000}", page, StringComparison.Ordinal);
        Assert.Contains($"| {IpcLimits.Heartbeat / 1_000_000} ms |", page, StringComparison.Ordinal);
        Assert.Contains($"| {IpcLimits.Silence.TotalMilliseconds} ms (`?silence=`) |", page, StringComparison.Ordinal);
        Assert.Contains($"| {IpcLimits.Budget.TotalMilliseconds} ms (the *budget*", page, StringComparison.Ordinal);
        Assert.Contains($"| {IpcLimits.Greeting / 1_000_000_000} s |", page, StringComparison.Ordinal);
        Assert.Contains($"allowed ({IpcLimits.MaxClients})", page, StringComparison.Ordinal);
        foreach (var type in Enum.GetValues<IpcMessageType>())
        {
            Assert.Contains($"\n| {(byte)type} {type.ToString().ToLowerInvariant()} |", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0x44, "WrongMagic")]
    [InlineData(3, 0, "WrongMagic")]
    [InlineData(5, 0, "WrongType")]
    [InlineData(5, 7, "WrongType")]
    [InlineData(6, 16, "WrongFlags")]
    [InlineData(7, 1, "WrongFlags")]
    [InlineData(11, 0x80, "WrongLength")]
    [InlineData(10, 2, "WrongLength")]
    [InlineData(23, 0x80, "WrongNumber")]
    [InlineData(31, 0x80, "WrongNumber")]
    [InlineData(39, 0xFF, "WrongNumber")]
    public void A_wrong_byte_of_a_header_is_found(int at, int value, string fault)
    {
        var bytes = Example("audio");
        Assert.Equal(IpcFault.None, IpcHeader.TryRead(bytes, out _));
        bytes[at] = (byte)value;
        Assert.Equal(fault, IpcHeader.TryRead(bytes, out _).ToString());
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(1, 17)]
    [InlineData(2, 0)]
    [InlineData(2, 65_537)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 8)]
    [InlineData(6, 1)]
    [InlineData(6, 1003)]
    public void A_length_that_the_type_does_not_have_is_found(int type, int length)
    {
        var bytes = new byte[IpcHeader.Bytes];
        new IpcHeader((IpcMessageType)type, length).WriteTo(bytes);
        Assert.Equal(IpcFault.WrongLength, IpcHeader.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(0, 0)] // no version
    [InlineData(1, 0)] // the highest below the lowest
    [InlineData(2, 0)] // no direction
    [InlineData(2, 3)]
    [InlineData(3, 4)] // no codec
    [InlineData(4, 1)] // 1 Hz
    [InlineData(7, 0x80)] // a negative rate
    [InlineData(8, 65)] // channels
    [InlineData(12, 1)] // bits per second
    public void A_configuration_that_makes_no_sense_is_found(int at, int value)
    {
        var bytes = new byte[IpcConfig.Bytes];
        IpcConfig.NewRequest(clientSends: false).WriteTo(bytes);
        Assert.True(IpcConfig.TryReadRequest(bytes, out _));
        bytes[at] = (byte)value;
        Assert.False(IpcConfig.TryReadRequest(bytes, out _));
    }

    [Fact]
    public void A_talker_must_leave_nothing_open_and_an_answer_neither()
    {
        var bytes = new byte[IpcConfig.Bytes];
        IpcConfig.NewRequest(clientSends: true).WriteTo(bytes);
        Assert.False(IpcConfig.TryReadRequest(bytes, out _));
        Assert.False(IpcConfig.TryReadAnswer(bytes, out _));
        IpcConfig.NewRequest(clientSends: true, IpcCodec.S16, 48_000, 2, 480).WriteTo(bytes);
        Assert.True(IpcConfig.TryReadRequest(bytes, out _));
    }

    [Fact]
    public void The_text_of_an_error_is_cut_at_a_letter_and_read_whatever_it_is()
    {
        var content = new byte[IpcLimits.MaxControl];
        var length = IpcErrorMessage.Write(content, IpcErrorCode.Internal, new string('ä', 700));
        Assert.Equal(new string('ä', 500), IpcErrorMessage.Read(content.AsSpan(0, length)).Text);
        BinaryPrimitives.WriteUInt16LittleEndian(content, 999);
        content.AsSpan(2).Fill(0xFF);
        content[2] = 7; // a bell
        var (code, text) = IpcErrorMessage.Read(content);
        Assert.Equal(IpcErrorCode.Internal, code);
        Assert.DoesNotContain(text, char.IsControl);
    }

    private static void MustBe(string name, IpcHeader header, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[IpcHeader.Bytes + content.Length];
        header.WriteTo(bytes);
        content.CopyTo(bytes.AsSpan(IpcHeader.Bytes));
        Assert.Equal(Convert.ToHexStringLower(Example(name)), Convert.ToHexStringLower(bytes));
        Assert.Equal(IpcFault.None, IpcHeader.TryRead(bytes, out var read));
        Assert.Equal(header, read);
    }

    private static byte[] Example(string name)
    {
        var block = Blocks().Matches(Page()).Single(m => m.Groups[1].Value == name).Groups[2].Value;
        return Convert.FromHexString(string.Concat(block.Where(c => !char.IsWhiteSpace(c))));
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "protocols", "ipc.md"));
    }

    [GeneratedRegex("```hex ([a-z-]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
