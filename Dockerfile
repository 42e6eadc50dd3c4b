# One image for web, worker and beat; compose.yaml says which of them a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/alinvest

COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py pyproject.toml ./
COPY alinvest alinvest
COPY grants grants
COPY reporting reporting
COPY templates templates

# Translations and static files belong to the image. The addresses are never connected to here.
RUN python -m alinvest.devkit.catalogues \
 && SECRET_KEY=build SITE_URL=https://build.invalid EMAIL_URL=memorymail:// MEDIA_ROOT=/srv/media \
    STATIC_ROOT=/srv/static DATABASE_URL=postgres://build@build.invalid/build REDIS_URL=redis://build.invalid/0 \
    python manage.py collectstatic --noinput \
 && useradd --system --uid 10001 alinvest \
 && install -d -o alinvest -m 700 /srv/media /srv/spool

# Uploads wait on a disk until they are whole, never in the memory of /tmp.
ENV STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media TMPDIR=/srv/spool
USER alinvest
EXPOSE 8000
CMD ["gunicorn", "alinvest.wsgi", "-c", "alinvest/gunicorn.py", "-b", "0.0.0.0:8000"]
