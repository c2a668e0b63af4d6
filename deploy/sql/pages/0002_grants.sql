-- The application alone lets in; the reader has nothing to look for here.
REVOKE ALL ON page_code, page_session FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON page_code, page_session TO samenloop_app;
