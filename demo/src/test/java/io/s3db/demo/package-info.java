/** Tests of the demo. */
package io.s3db.demo;
