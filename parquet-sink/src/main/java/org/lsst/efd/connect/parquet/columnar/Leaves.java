package org.lsst.efd.connect.parquet.columnar;

import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.connect.parquet.rows.Node;

/** The leaves of nodes in the order in which Parquet numbers columns. */
final class Leaves {
    private Leaves() {}

    static List<Node.Scalar> of(List<Node> nodes) {
        List<Node.Scalar> leaves = new ArrayList<>();
        nodes.forEach(node -> collect(node, leaves));
        return leaves;
    }

    private static void collect(Node node, List<Node.Scalar> into) {
        if (node instanceof Node.Scalar leaf) {
            into.add(leaf);
        } else if (node instanceof Node.Group group) {
            group.children().forEach(child -> collect(child, into));
        } else if (node instanceof Node.Repeated list) {
            collect(list.element(), into);
        } else if (node instanceof Node.Entries map) {
            into.add(map.key());
            collect(map.value(), into);
        }
    }
}
