// SPDX-License-Identifier: Apache-2.0
/** The main job, end to end. */
@NullMarked
package io.coffer.campaign.demo;

import org.jspecify.annotations.NullMarked;
