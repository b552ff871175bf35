// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {HonestToken} from "./HonestToken.sol";

/// H05: while it is told to, a transfer moves nothing, logs nothing and gives back false instead of failing.
contract FalseToken is HonestToken {
    bool private refusing = true;

    constructor(bytes32 symbol_, uint8 decimals_) HonestToken(symbol_, decimals_) {}

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    function transfer(address to, uint256 units) public override returns (bool) {
        return refusing ? false : super.transfer(to, units);
    }
}
