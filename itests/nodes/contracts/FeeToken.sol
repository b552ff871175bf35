// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {HonestToken} from "./HonestToken.sol";

/// H07: keeps a part of each transfer for itself and logs so: out of what is sent, or on top of it.
contract FeeToken is HonestToken {
    address private constant COLLECTOR = address(0xFEE);

    uint256 private immutable percent;
    bool private immutable onTop;

    constructor(bytes32 symbol_, uint8 decimals_, uint256 percent_, bool onTop_) HonestToken(symbol_, decimals_) {
        percent = percent_;
        onTop = onTop_;
    }

    function _update(address from, address to, uint256 units) internal override {
        if (from == address(0) || to == address(0)) {
            super._update(from, to, units);
            return;
        }
        uint256 fee = (units * percent) / 100;
        super._update(from, to, onTop ? units : units - fee);
        super._update(from, COLLECTOR, fee);
    }
}
