/** Settings: each is declared once, validated on its own key, read into the type the code wants and printed in the docs. */
@NullMarked
package org.lsst.efd.connect.common.settings;

import org.jspecify.annotations.NullMarked;
