package org.lsst.efd.connect.common.names;

import java.util.Optional;
import java.util.function.Function;

/**
 * A variable of a {@link NameTemplate}: what {@code ${name}} or {@code ${name:argument}} stands for.
 *
 * @param <C> what a name is made for, usually a record
 */
@FunctionalInterface
public interface TemplateVariable<C> {
    /**
     * Compiles one use of the variable.
     *
     * @throws IllegalArgumentException if the argument is missing, superfluous or wrong, with what to write instead
     */
    Function<C, String> compile(Optional<String> argument);

    /** A variable without argument. */
    static <C> TemplateVariable<C> plain(Function<C, String> value) {
        return argument -> {
            if (argument.isPresent()) {
                throw new IllegalArgumentException("takes no argument; remove :" + argument.get());
            }
            return value;
        };
    }

    /** A variable that needs an argument; {@code compiler} refuses a wrong one. */
    static <C> TemplateVariable<C> withArgument(Function<String, Function<C, String>> compiler) {
        return argument -> compiler.apply(argument.filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("needs an argument after a colon")));
    }
}
