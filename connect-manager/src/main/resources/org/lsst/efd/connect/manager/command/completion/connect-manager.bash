_connect_manager() {
    local IFS=$'\n'
    COMPREPLY=($(CONNECT_MANAGER_NO_ARCHIVE=1 "${COMP_WORDS[0]}" __complete "$COMP_CWORD" -- "${COMP_WORDS[@]:1}" 2> /dev/null))
}
complete -o default -F _connect_manager connect-manager
