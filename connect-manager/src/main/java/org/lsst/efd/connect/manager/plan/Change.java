package org.lsst.efd.connect.manager.plan;

import java.util.List;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.rest.Connector;

/** One step of a plan. A connector whose configuration and state both differ has two steps. */
public sealed interface Change {
    /** The connector it is about. */
    String connector();

    /** The connector is not there. */
    record Create(DesiredConnector desired) implements Change {
        @Override
        public String connector() {
            return desired.name();
        }
    }

    /** The configuration differs in these keys. */
    record Update(DesiredConnector desired, Connector actual, List<KeyChange> keys) implements Change {
        public Update {
            keys = List.copyOf(keys);
        }

        @Override
        public String connector() {
            return desired.name();
        }
    }

    /** The state differs. */
    record Switch(String connector, DesiredState from, DesiredState to) implements Change {}

    /** The connector belongs to the group and no file describes it. */
    record Delete(Connector actual) implements Change {
        @Override
        public String connector() {
            return actual.name();
        }
    }

    /** Nothing differs. */
    record Keep(String connector) implements Change {}

    /** Whether anything is sent for it. */
    default boolean isWork() {
        return !(this instanceof Keep);
    }
}
