using System.CommandLine;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <c>continuo completion SHELL</c>: the script that completes this program's command lines in a shell.
internal sealed class CompletionCommand : CliCommand
{
    private const string Bash = """
        _continuo() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _continuo continuo ./continuo
        """;

    private const string Zsh = """
        #compdef continuo
        _continuo() {
            local -a words_found
            words_found=("${(@f)$("${words[1]}" complete --position "$CURSOR" -- "$BUFFER" 2>/dev/null)}")
            compadd -a words_found || _files
        }
        compdef _continuo continuo ./continuo
        """;

    private const string Fish = """
        function __continuo_complete
            set -l line (commandline -cp)
            (commandline -po)[1] complete --position (string length -- $line) -- $line 2>/dev/null
        end
        complete -c continuo -a '(__continuo_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName continuo -ScriptBlock {
            param($word, $line, $position)
            continuo complete --position $position -- "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    public CompletionCommand()
        : base("completion", "Print a shell completion script")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
        Examples =
        [
            ("source <(continuo completion bash)", "enable completion in this shell; add it to ~/.bashrc to make it permanent"),
            ("continuo completion fish > ~/.config/fish/completions/continuo.fish", "install completion for fish"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        StandardText.WriteOutput(arguments.GetRequiredValue(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        } + "\n");
        return Task.FromResult(ExitCodes.Done);
    }
}
