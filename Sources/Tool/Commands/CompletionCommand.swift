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
                \(groups.map { "complete -c ferogram-tool -n \"__fish_seen_subcommand_from \($0)\" -a \"\($1)\"" }
                    .joined(separator: "\n"))
                """)
        default: throw UsageError("expected bash, zsh or fish")
        }
    }

    /// The commands of two words, by their first.
    private static var groups: [(String, String)] {
        let names = all.map { $0.name.split(separator: " ") }.filter { $0.count == 2 }
        return Dictionary(grouping: names) { String($0[0]) }
            .map { ($0, $1.map { String($0[1]) }.joined(separator: " ")) }.sorted { $0.0 < $1.0 }
    }

    private static func bash(_ words: String) -> String {
        """
        _ferogram_tool() {
            local word=${COMP_WORDS[COMP_CWORD]}
            case "${COMP_WORDS[1]}" in
            call) [ "$COMP_CWORD" = 2 ] && COMPREPLY=($(ferogram-tool call --list "$word")) ;;
        \(groups.map { "    \($0)) COMPREPLY=($(compgen -W \"\($1)\" -- \"$word\")) ;;" }.joined(separator: "\n"))
            *) [ "$COMP_CWORD" = 1 ] && COMPREPLY=($(compgen -W "\(words)" -- "$word")) ;;
            esac
        }
        complete -o default -F _ferogram_tool ferogram-tool
        """
    }
}
