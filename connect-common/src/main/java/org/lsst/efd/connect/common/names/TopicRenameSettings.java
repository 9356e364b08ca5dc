package org.lsst.efd.connect.common.names;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/** The settings {@code topic.rename.*} that the sinks share; give {@link #check} to {@code Settings.checking}. */
public final class TopicRenameSettings {
    public static final Setting<Pattern> REGEX = Setting.text("topic.rename.regex")
            .orAbsent()
            .withDoc("Regular expression over whole topic names; those that match get `topic.rename.replacement` "
                    + "as the `${topic}` of every template.")
            .as(TopicRenameSettings::compile);

    public static final Setting<String> REPLACEMENT = Setting.text("topic.rename.replacement")
            .orAbsent()
            .withDoc("What `${topic}` is for topics that match `topic.rename.regex`; `$1` stands for its first group.");

    private TopicRenameSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(REGEX, REPLACEMENT);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        boolean hasRegex = values.optional(REGEX).isPresent();
        boolean hasReplacement = values.optional(REPLACEMENT).isPresent();
        if (hasRegex && !hasReplacement) {
            mistakes.on(REPLACEMENT, "is needed with " + REGEX);
        } else if (hasReplacement && !hasRegex) {
            mistakes.on(REGEX, "is needed with " + REPLACEMENT);
        } else if (hasRegex && !isReplacementFor(values.get(REGEX), values.get(REPLACEMENT))) {
            mistakes.on(REPLACEMENT, "names a group that " + REGEX + " does not have");
        }
    }

    /** The renaming that a configuration asks for. */
    public static TopicRename read(SettingValues values) {
        return new TopicRename(
                values.optional(REGEX), values.optional(REPLACEMENT).orElse(""));
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }

    private static boolean isReplacementFor(Pattern regex, String replacement) {
        try {
            // an alternative that always matches keeps the groups of the expression and lets the replacement be tried
            Pattern.compile("(?:" + regex.pattern() + ")|", regex.flags())
                    .matcher("")
                    .replaceFirst(replacement);
            return true;
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            return false;
        }
    }
}
