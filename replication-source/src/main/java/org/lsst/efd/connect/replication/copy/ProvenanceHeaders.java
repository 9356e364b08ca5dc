package org.lsst.efd.connect.replication.copy;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record that had none at the source. Connect goes through them once: a list of them, which would be a
 * third of what a small record weighs until it has arrived, is made only for a transform that asks for more.
 *
 * <p>Not thread-safe.
 */
final class ProvenanceHeaders extends ConnectHeaders {
    private final Provenance provenance;
    private final long offset;
    private boolean isListed;

    ProvenanceHeaders(Provenance provenance, long offset) {
        this.provenance = provenance;
        this.offset = offset;
    }

    @Override
    public Iterator<Header> iterator() {
        return isListed ? super.iterator() : new Walk();
    }

    private void list() {
        if (!isListed) {
            isListed = true;
            provenance.addTo(this, offset);
        }
    }

    private Iterator<Header> listed() {
        list();
        return super.iterator();
    }

    /** Through what is not listed, until one is removed. */
    private final class Walk implements Iterator<Header> {
        private int next;
        private @Nullable Iterator<Header> listed;

        @Override
        public boolean hasNext() {
            return listed == null ? next < Provenance.COUNT : listed.hasNext();
        }

        @Override
        public Header next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return listed == null ? provenance.header(next++, offset) : listed.next();
        }

        @Override
        public void remove() {
            if (listed == null) {
                listed = listed();
                for (int i = 0; i < next; i++) {
                    listed.next();
                }
            }
            listed.remove();
        }
    }

    @Override
    public int size() {
        list();
        return super.size();
    }

    /** Also comes before a copy is made of this. */
    @Override
    public boolean isEmpty() {
        list();
        return super.isEmpty();
    }

    @Override
    public Headers clear() {
        list();
        return super.clear();
    }

    @Override
    public Headers add(Header header) {
        list();
        return super.add(header);
    }

    @Override
    public Header lastWithName(String key) {
        list();
        return super.lastWithName(key);
    }

    @Override
    public Headers remove(String key) {
        list();
        return super.remove(key);
    }

    @Override
    public Headers retainLatest() {
        list();
        return super.retainLatest();
    }

    @Override
    public Headers retainLatest(String key) {
        list();
        return super.retainLatest(key);
    }

    @Override
    public Headers apply(HeaderTransform transform) {
        list();
        return super.apply(transform);
    }

    @Override
    public Headers apply(String key, HeaderTransform transform) {
        list();
        return super.apply(key, transform);
    }

    @Override
    public String toString() {
        list();
        return super.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        list();
        return super.hashCode();
    }
}
