package io.s3db.demo;

/**
 * What the command line asks for.
 *
 * @param records how many transactions are inserted; half as many updates and an eighth as many
 *     deletes follow
 * @param rate how many writes are begun in a second
 * @param json whether the result is one JSON object on standard output
 * @param serve whether services and a daemon with the page go on until Ctrl-C
 */
record DemoOptions(int records, int rate, boolean json, boolean serve) {}
