package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Prints the completion script of a shell.",
        footer = "For example: source <(connect-manager completion bash)")
final class CompletionCommand implements Callable<Integer> {
    /** The shells. */
    enum Shell {
        BASH,
        ZSH
    }

    private static final String BASH_SCRIPT =
            """
            _connect_manager() {
                local IFS=$'\\n'
                COMPREPLY=($(CONNECT_MANAGER_NO_ARCHIVE=1 "${COMP_WORDS[0]}" __complete "$COMP_CWORD" -- "${COMP_WORDS[@]:1}" 2> /dev/null))
            }
            complete -o default -F _connect_manager connect-manager""";
    private static final String ZSH_SCRIPT =
            """
            #compdef connect-manager
            _connect_manager() {
                local -a found
                found=("${(@f)$(CONNECT_MANAGER_NO_ARCHIVE=1 "${words[1]}" __complete $((CURRENT - 1)) -- "${(@)words[2,-1]}" 2> /dev/null)}")
                if [[ -n "$found" ]]; then
                    compadd -a found
                else
                    _files
                fi
            }
            compdef _connect_manager connect-manager""";

    private final Session session;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.console().line(shell == Shell.BASH ? BASH_SCRIPT : ZSH_SCRIPT);
        return 0;
    }
}
