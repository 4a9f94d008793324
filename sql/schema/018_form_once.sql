-- Browsers keep a page with its token, and what is sent from it again may be something else: so what a token was spent on stands beside it.
-- A page has several forms with one token, so a row is of a token and a path. Rows from before (content NULL) are of a token alone.
ALTER TABLE form_once
  MODIFY token BINARY(16) NOT NULL COMMENT 'of SHA-256 over the token''s random part and the path; from before: the random part',
  MODIFY location VARCHAR(8000) NOT NULL DEFAULT '' COMMENT 'lists have long addresses',
  ADD content BINARY(32) NULL COMMENT 'of what was sent last and taken: HMAC-SHA-256 under the session''s key; NULL: not known',
  ADD taken INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how often something was taken, each time with another content';
