package org.lsst.efd.quickstart.stack;

import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a stack and never closes it. */
public final class StackHolder {
    static final String READY = "Everything runs";

    private StackHolder() {}

    /** Says {@link #READY}, and waits to be ended. */
    public static void main(String[] arguments) throws InterruptedException {
        LocalStack stack = LocalStack.builder()
                .plugins()
                .cluster("summit")
                .influxDb()
                .postgres()
                .mariaDb()
                .start();
        System.out.println(READY + " in " + stack.directory());
        new CountDownLatch(1).await();
    }
}
