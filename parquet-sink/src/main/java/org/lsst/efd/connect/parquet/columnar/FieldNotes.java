package org.lsst.efd.connect.parquet.columnar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.JsonText;
import org.lsst.efd.connect.parquet.rows.Node;

/** What the source schema says of each column, as JSON: units, description, documentation, and the name in the record. */
final class FieldNotes {
    private FieldNotes() {}

    static String json(List<Node> fields) {
        Map<String, Map<String, String>> notes = new LinkedHashMap<>();
        fields.forEach(field -> add(field, field.place().name(), notes));
        return JsonText.of(notes);
    }

    private static void add(Node node, String path, Map<String, Map<String, String>> notes) {
        Schema source = node.place().source();
        Map<String, String> note = new LinkedHashMap<>();
        Map<String, String> parameters = source.parameters() == null ? Map.of() : source.parameters();
        put(note, "units", parameters.get("units"));
        put(note, "description", parameters.get("description"));
        put(note, "doc", source.doc());
        put(note, "source", node.place().sourcePath());
        notes.put(path, note);
        if (node instanceof Node.Group group) {
            group.children()
                    .forEach(child -> add(child, path + "." + child.place().name(), notes));
        }
    }

    private static void put(Map<String, String> note, String name, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            note.put(name, text);
        }
    }
}
