// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Command {
    static let completion = Command(
        name: "completion", synopsis: "bash | zsh | fish",
        summary: "Print a script that completes commands and methods in a shell.",
        help: """
              source <(ferogram-tool completion bash)
              source <(ferogram-tool completion zsh)
              ferogram-tool completion fish | source
            """
    ) { arguments in
        let names = Set(all.compactMap { $0.name.split(separator: " ").first.map(String.init) }).union(["help"])
            .sorted()
        let words = names.joined(separator: " ")
        switch try arguments.words(1...1, "bash, zsh or fish")[0] {
        case "bash": Output.write(bash(words))
        case "zsh": Output.write("autoload -U +X bashcompinit && bashcompinit\n" + bash(words))
        case "fish":
            Output.write(
                """
                complete -c ferogram-tool -f
                complete -c ferogram-tool -n __fish_use_subcommand -a "\(words)"
                complete -c ferogram-tool -n "__fish_seen_subcommand_from call" -a "(ferogram-tool call --list '')"
                complete -c ferogram-tool -n "__fish_seen_subcommand_from tl" -a "decode encode show"
                complete -c ferogram-tool -n "__fish_seen_subcommand_from proxy" -a "check"
                """)
        default: throw UsageError("expected bash, zsh or fish")
        }
    }

    private static func bash(_ words: String) -> String {
        """
        _ferogram_tool() {
            local word=${COMP_WORDS[COMP_CWORD]}
            case "${COMP_WORDS[1]}" in
            call) [ "$COMP_CWORD" = 2 ] && COMPREPLY=($(ferogram-tool call --list "$word")) ;;
            tl) COMPREPLY=($(compgen -W "decode encode show" -- "$word")) ;;
            proxy) COMPREPLY=($(compgen -W "check" -- "$word")) ;;
            *) [ "$COMP_CWORD" = 1 ] && COMPREPLY=($(compgen -W "\(words)" -- "$word")) ;;
            esac
        }
        complete -o default -F _ferogram_tool ferogram-tool
        """
    }
}
